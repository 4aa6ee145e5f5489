"""The Discord side: events become values, values become messages. The only part that knows discord.py."""
