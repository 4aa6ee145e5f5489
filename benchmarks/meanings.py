"""What each figure says, in words."""

MEANINGS = {
    "answers.question_ms": "from the question to the whole answer, retrieval included, the median",
    "answers.refusals_right": "of the questions that no document answers, those that are refused",
    "answers.right": "of the others, those answered with every fact that matters and no wrong one",
    "bot.idle_rss": "memory of the process at rest, settings at their defaults",
    "bot.idle_rss_with_worker": (
        "memory at rest with the worker of the index, which starts with documents in `rag.paths`, else with the first "
        "question; what the processes share counts twice"
    ),
    "bot.ignored_cpu": "processor time of a message that is for somebody else",
    "bot.ready": "from the start to ready on 10 guilds; both wait 0.5 s for one more guild",
    "bot.reply_cpu": "processor time of a reply, history and retrieval included",
    "bot.reply_p50": "from a mention to the whole reply, history and retrieval included; the median",
    "channel.frame_gap_p99": "between two frames that the bot sends, which are 20 ms long",
    "channel.loop_lag": "the longest that the event loop is held up meanwhile, the simulator in it",
    "channel.missing": "of the frames that came in, those that were not heard",
    "channel.receive_eight": "the same, of eight people who speak at once",
    "channel.receive_one": "of a core, what it takes to receive, decrypt and decode one speaker",
    "citations.check": (
        "checking an answer of 20,000 characters that comes in pieces of four and has some two hundred citations; "
        "floor: reading its words once"
    ),
    "citations.precision": "of the citations that are shown, those whose passage says what they stand behind",
    "citations.recall": "of the sentences that a passage says, those whose passage is among the sources",
    "container.resolve": "building the container and every part of it",
    "discord.dropped_sockets_doubled": "of those 1,000 questions, the ones that were answered twice, even in part",
    "discord.dropped_sockets_lost": (
        "questions without a whole answer, of 1,000 asked in 50 channels; a moment after each of them the gateway's "
        "socket broke without a word, while some earlier answers were still being written"
    ),
    "discord.refused_429": (
        "requests that were answered with 429 in ten minutes of long answers: 24 channels of three guilds, about two "
        "new questions a second, often several in one channel, and once a minute one in every channel at once; "
        "mentions and commands, some questions edited or deleted. Each question has one whole answer, or nothing is "
        "measured"
    ),
    "discord.slash_ack_over_bare": "the same; floor: a bare bot that acknowledges the same commands and writes nothing",
    "discord.slash_ack_p99": (
        "from a command to its acknowledgement, while 50 answers or more are being written in 25 channels; the 99th "
        "percentile of 600"
    ),
    "durability.kill9": "acknowledged messages gone after `kill -9` amid 1,000, over 20 rounds",
    "floor.cut_ins": "of the questions, those whose answer began before they had ended",
    "floor.false_barge_ins": "of coughs, hums, laughter and words of agreement, those that ended an answer",
    "floor.noise_stops": (
        "of coughs, hums and laughter that are made from numbers, those that interrupted the answer for a moment; what "
        "espeak-ng's voices say, such as *ha ha*, does each time, and it goes on where it stopped"
    ),
    "floor.obeyed": "of the interruptions, those that ended the answer and were answered",
    "floor.response": "from the end of a question to the first sound of its answer, without what the engines took",
    "floor.response_p95": "the same, the 95th percentile",
    "floor.stop": "from the first sound of an interruption to the last of the answer; the 95th percentile",
    "history.lookup_cold": "a channel out of 100,000 from SQLite",
    "history.lookup_hot": "a channel that is in memory, after 100,000 went through it",
    "llm.added_p50": "what a call adds to an answer of 0.2 s, 256 in flight; floor: the same connections, bare",
    "llm.added_p50_httpx": "the same; floor: httpx on its own connections",
    "llm.cache_hit": (
        "a call of 14 messages that the cache answers, through every policy; floor: a dict by the SHA-256 of "
        "`json.dumps`"
    ),
    "llm.cpu_per_call": (
        "processor time of a call through every policy, its answer in 20 pieces; floor: httpx on its own connections"
    ),
    "llm.cpu_per_call_of_1": "the same, the answer in one piece",
    "llm.cpu_per_chunk": "processor time of a streamed chunk; floor: the same connections, bare",
    "llm.cpu_per_chunk_httpx": "the same; floor: httpx on its own connections",
    "llm.delta": "processor time that all policies together add to a piece of an answer",
    "llm.first_delta": "until the first words, over an open connection; floor: the same connections, bare",
    "llm.inflight256": (
        "what a call through every policy adds to an answer of 0.2 s, 256 in flight; floor: the same connections with "
        "the same limits, bare"
    ),
    "llm.leaving": "from a reader who leaves to the server that sees it; the longest of 50",
    "llm.limiter_cpu": "processor time of a turn, whether nobody is in line, places are taken or the minute is full",
    "llm.limiter_quota": "used of what 30 minutes allow, while a hundred are in line and some leave it",
    "llm.limiter_window": (
        "the most turns in any 60 s, wherever they begin: random arrivals, bursts around each full minute, cancels; "
        "floor: the limit"
    ),
    "llm.replay_burst_cached": "announcements: questions that the cache answered",
    "llm.replay_burst_cached_by_one": "the same, by one",
    "llm.replay_burst_shared": (
        "announcements: questions that shared a call; one member in ten asks again within 3 s, all others differ"
    ),
    "llm.replay_burst_shared_by_one": "the same, by one",
    "llm.replay_log_cached": "a day of questions: those that the cache answered",
    "llm.replay_log_cached_by_one": "the same, by one",
    "llm.replay_log_cached_by_one_hour": "the same, by one, and answers kept for an hour",
    "llm.replay_log_shared": "a day of questions: those that shared a call",
    "llm.replay_log_shared_by_one": "the same, by one",
    "llm.single_flight": (
        "500 who ask the same at once, through every policy, read in pieces or whole; floor: what the server takes"
    ),
    "llm.single_flight_calls": "calls that the server saw for those 500",
    "rag.dense_100k": "the 5 nearest of 100,000 vectors with text and source; floor: numpy, all of them in one product",
    "rag.dense_100k_recall": "of the nearest 5 that numpy finds, those that the index finds",
    "rag.dense_10k": "the same for 10,000",
    "rag.dense_10k_recall": "the same for 10,000",
    "rag.graph_100k": (
        "building the graph for them, in a process of its own; meanwhile up to 20 questions a second are answered"
    ),
    "rag.local_mode_10k": "the same question to qdrant-client's local mode; floor: the embedded index",
    "rag.loop_lag": "the latest that the event loop was during all of it",
    "rag.quality_both": "what words and meaning find together; floor: Qdrant's own hybrid with the same vectors",
    "rag.quality_gain": "the same; floor: what words find alone",
    "rag.quality_words": "what words find alone; floor: bm25s",
    "rag.recall_both": "of the relevant passages, those among the first 5 by words and meaning; floor: by words alone",
    "rag.repeated": (
        "a question that was asked before, to 10,000 chunks; floor: when it was new, with an embedder of the size of "
        "MiniLM on this machine"
    ),
    "rag.words_10k_p95": "a question to 10,000 chunks of 100 words, by words; the 95th percentile",
    "rag.written_100k": "from 100,000 chunks with vectors to all of them durable and searchable, on one worker",
    "routing.misrouted": "prompts that went to the other engine than the label says",
    "routing.saved": "saved of what it costs to ask the large model everything",
    "routing.score_us": "a score of 20,000 characters, of the slowest of a dozen unkind texts; the median of 300",
    "soak.answered": "of the questions, those that were answered, and of what was done to the call, what it survived",
    "soak.cpu": "of a core, what the bot takes with its workers",
    "soak.files": "more open files at the end than behind the first ten minutes",
    "soak.hours": "how long it lasted",
    "soak.not_heard": "of the frames that those who agreed have sent, those that were not heard",
    "soak.not_played": "of the frames that the bot has played, those that did not come to a listener",
    "soak.rss_growth": "from the second ten minutes to the last ten, memory of the bot with its workers",
    "soak.rss_slope": "what that grows by in the second half, by least squares",
    "soak.tasks": "more tasks of asyncio at the end, while it is quiet",
    "soak.threads": "more threads at the end",
    "start.container": "importing the container and loading the settings",
    "start.help": "`acore --help`",
    "stt.after_cancel": "from leaving a stream to the end of the next one, with a spare process; the floor has none",
    "stt.real_time_dictation": "seconds of work for a second of sound",
    "stt.real_time_documents": "the same, with the words of documents",
    "stt.real_time_grammar": "the same, with a grammar",
    "stt.restart": "the same without a spare process: the worker that was left is ended, a new one loads its model",
    "stt.wer_dictation": "words heard wrongly, of sentences about anything",
    "stt.wer_documents": "the same, of questions about documents that are set",
    "stt.wer_documents_elsewhere": "the same, of other sentences; the floor has no documents",
    "stt.wer_grammar": "the same, of 24 commands that a grammar allows",
    "talk.added": "from the last sound of a turn to the first sound of the answer, without what ears and voice take",
    "talk.added_converted": "the same in another voice, without what ears, voice and converter take",
    "talk.first_audio": "from a turn that is over to the first sound of the answer, engines that cost nothing",
    "talk.frame": "an item through a stage that works sixteen ahead; the floor is a task and an `asyncio.Queue`",
    "talk.loop_lag": "the longest that the event loop is held while all four engines work; the median of five talks",
    "vad.cpu": "processor time of a second of sound, segmenter included",
    "vad.false_triggers": "of all bursts, those that began a turn; babble is seven voices or more at once",
    "vad.false_triggers_voiceless": "the same without babble and laughter",
    "vad.frame": "processor time of a frame of 32 ms while somebody speaks; the 99th percentile",
    "vad.held": "of all speech, what is in turns",
    "vad.recall": "of the utterances, those of whose speech nine tenths or more are in turns",
    "vad.recall_0db": "the same, as loud as the noise around them",
    "vad.recall_0db_energy": "the same of the detector `energy`, which takes noise for speech, too",
    "vad.recall_10db": "the same of `silero`, 10 dB louder than the noise",
    "vad.recall_10db_energy": "the same of `energy`",
    "vad.recall_20db": "the same of `silero`, 20 dB louder",
    "vad.recall_20db_energy": "the same of `energy`",
    "vad.recall_5db": "the same of `silero`, 5 dB louder",
    "vad.recall_5db_energy": "the same of `energy`",
}
