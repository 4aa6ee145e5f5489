"""What every metrics sink must keep."""

from abc import ABC, abstractmethod

from acore.interfaces import MetricsSink


class MetricsContract(ABC):
    """Subclass it as Test..., give it sink() and total(), and every promise of MetricsSink is checked."""

    @abstractmethod
    def sink(self) -> MetricsSink:
        """A new, empty sink."""

    @abstractmethod
    def total(self, sink: MetricsSink, name: str, **labels: str) -> float:
        """What was counted under the name and the labels; 0 where nothing was."""

    def test_counts_add_up_by_name_and_labels(self) -> None:
        sink = self.sink()
        sink.count("chat.replies", engine="a")
        sink.count("chat.replies", 2, engine="a")
        sink.count("chat.replies", engine="b")
        assert self.total(sink, "chat.replies", engine="a") == 3
        assert self.total(sink, "chat.replies", engine="b") == 1
        assert self.total(sink, "chat.other") == 0

    def test_the_order_of_labels_does_not_matter(self) -> None:
        sink = self.sink()
        sink.count("x", a="1", b="2")
        sink.count("x", b="2", a="1")
        assert self.total(sink, "x", b="2", a="1") == 2

    def test_it_takes_whatever_comes_and_never_raises(self) -> None:
        sink = self.sink()
        for value in (float("inf"), float("nan"), -1.0, 1e308):
            sink.observe("odd", value)
            sink.count("odd.count", value)
        for number in range(20_000):
            sink.count(f"name.{number}", label=str(number))
            sink.observe(f"name.{number}", 1.0, label=str(number))
        sink.count("still.there")
