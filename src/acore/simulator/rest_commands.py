"""REST routes that register application commands, global ones and those of a guild."""

from aiohttp import web

from acore.simulator.model import Payload, WorldEvent
from acore.simulator.refusals import Refusal, unknown
from acore.simulator.rest import Rest, read, route


class CommandRoutes:
    """List, replace, add, change and delete commands."""

    def __init__(self, rest: Rest) -> None:
        self._world = rest.world

    def table(self) -> list[web.RouteDef]:
        """Every route with its path, once for global commands and once for a guild's."""
        table = []
        for scope in ("/applications/{application}", "/applications/{application}/guilds/{guild}"):
            commands, one = f"{scope}/commands", f"{scope}/commands/{{command}}"
            table += [
                route("GET", commands, self.page),
                route("PUT", commands, self.replace),
                route("POST", commands, self.add),
                route("GET", one, self.show),
                route("PATCH", one, self.change),
                route("DELETE", one, self.delete),
            ]
        return table

    async def page(self, request: web.Request) -> list[Payload]:
        """The commands of the scope."""
        return self._world.registry.of(self._scope(request))

    async def replace(self, request: web.Request) -> list[Payload]:
        """Make these the commands of the scope."""
        scope, (body, _) = self._scope(request), await read(request)
        commands = self._world.registry.overwrite(scope, body)
        self._world.tell(WorldEvent("commands"))
        return commands

    async def add(self, request: web.Request) -> Payload:
        """Add a command, or replace the one of its name."""
        scope, (body, _) = self._scope(request), await read(request)
        command = self._world.registry.put(scope, body)
        self._world.tell(WorldEvent("commands"))
        return command

    async def show(self, request: web.Request) -> Payload:
        """One command."""
        return self._world.registry.get(self._scope(request), request.match_info["command"])

    async def change(self, request: web.Request) -> Payload:
        """Change a command."""
        scope, (body, _) = self._scope(request), await read(request)
        command = self._world.registry.change(scope, request.match_info["command"], body)
        self._world.tell(WorldEvent("commands"))
        return command

    async def delete(self, request: web.Request) -> None:
        """Delete a command."""
        self._world.registry.remove(self._scope(request), request.match_info["command"])
        self._world.tell(WorldEvent("commands"))

    def _scope(self, request: web.Request) -> str | None:
        if request.match_info["application"] != self._world.bot.id:
            raise unknown("Application")
        guild_id = request.match_info.get("guild")
        if guild_id is not None and guild_id not in self._world.guilds:
            raise Refusal(403, 50001, "Missing Access")
        return guild_id
