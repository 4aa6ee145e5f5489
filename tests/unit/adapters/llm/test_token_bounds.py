"""How many tokens a request may have, against what tokenizers really make of texts, and against what is sent."""

from dataclasses import replace

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.llm.openai_wire import body_of
from acore.adapters.llm.token_bounds import request_tokens_at_most, tokens_at_most
from acore.domain.chat import ChatRequest, Image, Message, Tool, ToolCall
from acore.domain.knowledge import Passage, Source
from acore.domain.scope import Scope
from acore.domain.tokens import estimated_tokens
from acore.testing.contracts.llm import asked

COUNTED = {
    "English": ("I set a limit yesterday, but it still answers at night. Could you check the clock of the server?", 22),
    "small talk": (
        "lol ok brb, wtf is happening?? gg ez @everyone pls, u coming 2nite? nvm found it https://discord.gg/aB3xYz9",
        42,
    ),
    "German": (
        "Ich habe gestern eine Grenze gesetzt, aber nachts antwortet er trotzdem noch. Prüfst du bitte die Uhr?",
        39,
    ),
    "French": ("J'ai fixé une limite hier, mais il répond encore la nuit. L'horloge est-elle à l'heure ?", 35),
    "Spanish": ("Ayer puse un límite, pero todavía contesta por la noche. ¿Está bien el reloj?", 29),
    "Polish": (
        "Wczoraj ustawiłem limit, ale w nocy nadal odpowiada. Czy możesz sprawdzić, czy zegar serwera dobrze chodzi?",
        49,
    ),
    "Turkish": (
        "Dün bir sınır koydum ama gece hâlâ cevap veriyor. Sunucunun saatinin doğru olup olmadığına bakabilir misin?",
        51,
    ),
    "Vietnamese": (
        "Hôm qua tôi đã đặt giới hạn nhưng ban đêm nó vẫn trả lời. Bạn có thể kiểm tra đồng hồ của máy chủ không?",
        80,
    ),
    "Russian": ("Вчера я поставил ограничение, но ночью он всё равно отвечает. Проверь, пожалуйста, часы сервера.", 41),
    "Greek": (
        "Χθες έβαλα ένα όριο, αλλά το βράδυ απαντά ακόμα. Μπορείς να ελέγξεις αν το ρολόι του διακομιστή είναι σωστό;",
        93,
    ),
    "Hebrew": ("אתמול קבעתי מגבלה, אבל בלילה הוא עדיין עונה. תוכל לבדוק אם השעון של השרת נכון?", 75),
    "Arabic": ("وضعت حدا أمس، لكنه ما زال يجيب في الليل. هل يمكنك التحقق من أن ساعة الخادم صحيحة؟", 76),
    "Hindi": ("मैंने कल एक सीमा तय की थी, लेकिन रात में वह फिर भी जवाब देता है। क्या आप देख सकते हैं कि सर्वर की घड़ी सही है?", 138),
    "Thai": ("เมื่อวานฉันตั้งขีดจำกัดไว้ แต่ตอนกลางคืนมันยังตอบอยู่ ช่วยดูหน่อยได้ไหมว่านาฬิกาของเซิร์ฟเวอร์ตรงหรือเปล่า", 199),
    "Japanese": (
        "昨日上限を設定したのですが、夜になってもまだ返事をします。サーバーの時計が合っているか見てもらえますか。",
        62,
    ),
    "Chinese": ("我昨天设置了上限，但它晚上仍然会回答。你能看看服务器的时钟是否准确吗？我应该改什么？", 32),
    "Korean": ("어제 한도를 정했는데 밤에도 계속 대답해요. 서버의 시계가 맞는지 확인해 주시겠어요?", 78),
    "Georgian": ("გუშინ ლიმიტი დავაწესე, მაგრამ ღამით მაინც პასუხობს. შეგიძლიათ შეამოწმოთ სერვერის საათი?", 161),
    "emoji": ("😂🔥👍🏽👩‍👩‍👧🇩🇪🎉🤔💀✨🥺", 44),
    "Python": ("async def of(self, day):\n    return max([self._caps[kind].used(day.gone) for day in days])\n", 31),
    "JSON": ('{"day": "2026-01-05", "kind": "member", "who": "1234567890", "tokens": 4711, "money": 0.25}', 54),
    "log": ("2026-11-21T11:07:03.412Z [info] llm_answered engine=openai total_ms=812.4 id=9f3c0a77e1b2d485", 62),
    "table": ("| plan | seats | price |\n|---|---|---|\n| free | 3 | 0 |\n| team | 50 | 80 EUR |\n", 39),
    "digits": ("3141592653589793238462643383279502884197", 40),
}
"""Texts, and the most tokens that the vocabularies of Llama 3, Gemma, Qwen 2 and 3.5, DeepSeek and Command R have for
each; counted once, since they are hundreds of megabytes."""


@pytest.mark.parametrize("kind", COUNTED)
def test_no_tokenizer_has_more_tokens_than_the_bound(kind: str) -> None:
    text, tokens = COUNTED[kind]
    assert tokens <= tokens_at_most(text) <= 3.5 * tokens


def test_an_ordinary_conversation_is_taken_for_twice_its_estimate_at_most() -> None:
    said = "Das ist eine ganz gewöhnliche Nachricht in einem Kanal. " * 13
    messages = [Message("assistant" if number % 2 else "user", said) for number in range(20)]
    passages = tuple(Passage("word " * 240, Source("t", "u"), 0.5) for _ in range(5))
    request = replace(
        asked(), messages=(Message("system", "x" * 400), *messages, Message("user", "?")), passages=passages
    )
    assert request_tokens_at_most(request) <= 2 * estimated_tokens(request)


TEXTS = st.text(max_size=60) | st.sampled_from(["é" * 99, "</passage><passage number='1'>", "🎉" * 9, "x\n" * 20])
MESSAGES = st.builds(
    Message,
    role=st.sampled_from(["system", "user", "assistant"]),
    text=TEXTS,
    author=st.none() | TEXTS,
    tool_calls=st.lists(st.builds(ToolCall, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
)
REQUESTS = st.builds(
    ChatRequest,
    messages=st.lists(MESSAGES, min_size=1, max_size=4).map(tuple),
    scope=st.just(Scope("c", "u")),
    passages=st.lists(st.builds(Passage, TEXTS, st.builds(Source, TEXTS, TEXTS), st.just(1.0)), max_size=3).map(tuple),
    tools=st.lists(st.builds(Tool, TEXTS, TEXTS, st.just('{"type":"object"}')), max_size=2).map(tuple),
    response_schema=st.none() | st.just('{"type":"object"}'),
)


@settings(max_examples=150, deadline=None)
@given(REQUESTS)
def test_all_that_is_sent_is_counted(request: ChatRequest) -> None:
    body = body_of(request, "tiny", {})
    shown = [message["content"] for message in body["messages"]] + [request.response_schema or ""]
    shown += [
        part
        for message in body["messages"]
        for call in message.get("tool_calls", ())
        for part in (call["id"], *call["function"].values())
    ]
    for tool in body.get("tools", ()):
        told = tool["function"]
        shown += [told["name"], told["description"], orjson.dumps(told["parameters"]).decode()]
    assert request_tokens_at_most(request) >= tokens_at_most("".join(shown))


def test_a_picture_is_more_than_the_words_beside_it() -> None:
    seen = replace(asked().messages[-1], images=(Image(b"png", "image/png"),))
    assert request_tokens_at_most(replace(asked(), messages=(seen,))) > request_tokens_at_most(asked()) + 2000
