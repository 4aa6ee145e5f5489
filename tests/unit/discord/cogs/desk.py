"""The cogs of a conversation as the container builds them, over a chat service that a test scripts."""

from types import SimpleNamespace
from typing import Any

import discord

from acore.adapters.metrics.memory import MemoryMetrics
from acore.adapters.turn_log.memory import MemoryTurnLog
from acore.discord.catching_up import CatchingUp
from acore.discord.cogs.answers import AnswersCog
from acore.discord.cogs.chat import ChatCog
from acore.discord.cogs.messages import MessagesCog
from acore.discord.cogs.presence import PresenceCog
from acore.discord.conversation import Conversation
from acore.discord.listening import Listening
from acore.discord.replies import Replies, ReplyOptions
from acore.domain.triggers import ANYWHERE, Places


class Desk:
    """Cogs that have learned who the bot is, and everything behind them."""

    def __init__(
        self, stage: Any, chat: Any, places: Places = ANYWHERE, names: tuple[str, ...] = (), recordings: Any = None
    ) -> None:
        self.chat = chat
        self.log = MemoryTurnLog(stage.clock)
        self.metrics = MemoryMetrics()
        replies = Replies(stage.clock, ReplyOptions(grace_s=0))
        self.conversation = Conversation(chat=chat, replies=replies, log=self.log, clock=stage.clock)
        self.catching_up = CatchingUp(self.log, stage.clock, 900)
        listening = Listening(
            conversation=self.conversation,
            catching_up=self.catching_up,
            clock=stage.clock,
            followup_s=60,
            names=names,
            places=places,
            recordings=recordings,
        )
        self.messages = MessagesCog(listening=listening, conversation=self.conversation)
        self.presence = PresenceCog(
            listening=listening, conversation=self.conversation, catching_up=self.catching_up, clock=stage.clock
        )
        self.commands = ChatCog(conversation=self.conversation, clock=stage.clock, places=places, recordings=recordings)
        self.answers = AnswersCog(
            conversation=self.conversation,
            metrics=self.metrics,
            clock=stage.clock,
            places=places,
            recordings=recordings,
        )
        self.bot: Any = SimpleNamespace(
            user=stage.me, guilds=[], application_id=stage.me.id, get_partial_messageable=stage.partial
        )

    async def identify(self) -> "Desk":
        """Let the cogs learn who the bot is, and that it is connected."""
        await self.presence.on_identified(self.bot)
        await self.presence.on_ready()
        return self

    async def run(self, command: str, interaction: Any, **options: str) -> None:
        """Run a command as the library does: its checks, then its body."""
        assert await self.commands.interaction_check(interaction)
        await getattr(self.commands, command).callback(self.commands, interaction, **options)


async def filled(stage: Any, desk: Desk, message: Any, text: str = "Who said so?") -> Any:
    """The form about the message, opened and filled in."""
    await stage.clock.advance(3)
    opening = stage.interaction("Ask about this")
    await desk.commands.ask_about(opening, message)
    (form,) = opening.response.modals
    interaction = stage.interaction("")
    interaction.command = None
    interaction.type = discord.InteractionType.modal_submit
    field = {**form.to_dict()["components"][0]["components"][0], "value": text}
    interaction.data = {"custom_id": form.custom_id, "components": [{"type": 1, "components": [field]}]}
    interaction.client = SimpleNamespace(get_partial_messageable=lambda _number: stage.place)
    return interaction
