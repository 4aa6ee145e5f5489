"""REST routes of the bot itself, its guilds and people, and where the gateway is."""

from aiohttp import web

from acore.simulator import payloads
from acore.simulator.application import Application
from acore.simulator.model import Guild, Payload
from acore.simulator.refusals import Refusal, unknown
from acore.simulator.rest import Rest, route
from acore.simulator.session_starts import SessionStarts


class AccountRoutes:
    """Log in, find the gateway, look up guilds and people."""

    def __init__(self, rest: Rest, application: Application, starts: SessionStarts, *, gateway_url: str) -> None:
        self._world = rest.world
        self._application = application
        self._starts = starts
        self._gateway_url = gateway_url

    def table(self) -> list[web.RouteDef]:
        """Every route with its path."""
        return [
            route("GET", "/gateway", self.gateway),
            route("GET", "/gateway/bot", self.gateway_bot),
            route("GET", "/oauth2/applications/@me", self.application),
            route("GET", "/applications/@me", self.application),
            route("GET", "/users/@me", self.me),
            route("GET", "/users/@me/guilds", self.my_guilds),
            route("GET", "/users/{user}", self.user),
            route("GET", "/guilds/{guild}", self.guild),
            route("GET", "/guilds/{guild}/channels", self.channels),
            route("GET", "/guilds/{guild}/roles", self.roles),
            route("GET", "/guilds/{guild}/members/{user}", self.member),
        ]

    async def gateway(self, _request: web.Request) -> Payload:
        """Where the gateway is."""
        return {"url": self._gateway_url}

    async def gateway_bot(self, _request: web.Request) -> Payload:
        """Where the gateway is, how many shards it takes, and how often they may still log in."""
        limit = self._starts.payload()
        return {"url": self._gateway_url, "shards": self._application.shards, "session_start_limit": limit}

    async def application(self, _request: web.Request) -> Payload:
        """The bot's application."""
        return payloads.application(self._world.bot, self._application.flags, self._world.owner)

    async def me(self, _request: web.Request) -> Payload:
        """The bot's account."""
        return self._world.bot.payload() | {"verified": True, "mfa_enabled": False, "flags": 0}

    async def my_guilds(self, _request: web.Request) -> list[Payload]:
        """The guilds that the bot is on."""
        there = [guild for guild in self._world.guilds.values() if self._world.bot.id in guild.members]
        return [payloads.guild(guild) | {"owner": False} for guild in there]

    async def user(self, request: web.Request) -> Payload:
        """An account."""
        user = self._world.user(request.match_info["user"])
        if user is None:
            raise unknown("User")
        return user.payload()

    async def guild(self, request: web.Request) -> Payload:
        """A guild without its channels and members."""
        return payloads.guild(self._guild(request))

    async def channels(self, request: web.Request) -> list[Payload]:
        """The channels of a guild."""
        return [payloads.channel(channel, i) for i, channel in enumerate(self._guild(request).channels.values())]

    async def roles(self, request: web.Request) -> list[Payload]:
        """The roles of a guild."""
        return payloads.roles(self._guild(request))

    async def member(self, request: web.Request) -> Payload:
        """A member of a guild."""
        guild = self._guild(request)
        user = guild.members.get(request.match_info["user"])
        if user is None:
            raise unknown("Member")
        return payloads.member(guild, user)

    def _guild(self, request: web.Request) -> Guild:
        guild = self._world.guilds.get(request.match_info["guild"])
        if guild is None:
            raise unknown("Guild")
        if self._world.bot.id not in guild.members:
            raise Refusal(403, 50001, "Missing Access")
        return guild
