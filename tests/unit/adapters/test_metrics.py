from acore.adapters.metrics.memory import OVERFLOW
from acore.interfaces import MetricsSink
from acore.testing import MemoryMetrics, MetricsContract


class TestMemoryMetrics(MetricsContract):
    def sink(self) -> MetricsSink:
        return MemoryMetrics()

    def total(self, sink: MetricsSink, name: str, **labels: str) -> float:
        assert isinstance(sink, MemoryMetrics)
        return sink.counted(name, **labels)

    def test_what_does_not_fit_is_counted_as_overflow(self) -> None:
        sink = MemoryMetrics(series=2)
        for name in ("a", "b", "c", "d", "a"):
            sink.count(name)
            sink.observe(name, 5)
        assert [sink.counted(name) for name in ("a", "b", "c", OVERFLOW)] == [2, 1, 0, 2]
        assert sink.measured(OVERFLOW).count == 2

    def test_measurements_keep_their_bounds_and_their_last_samples(self) -> None:
        sink = MemoryMetrics()
        for value in (3.0, 1.0, 2.0):
            sink.observe("ms", value, engine="x")
        series = sink.measured("ms", engine="x")
        assert (series.count, series.total, series.least, series.most) == (3, 6.0, 1.0, 3.0)
        assert list(series.samples) == [3.0, 1.0, 2.0]
        assert sink.measured("nothing").count == 0
