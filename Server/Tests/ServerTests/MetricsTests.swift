import HummingbirdTesting
import Metrics
import SuperposeServer
import Testing

/// What Prometheus reads.
@Suite struct MetricsTests {
  @Test func numbersAreWrittenAsPrometheusReadsThem() {
    let metrics = PrometheusMetrics()
    let counter = Counter(label: "hb.requests", dimensions: [("http.route", "/a\"b")], factory: metrics)
    counter.increment(by: 2)
    counter.increment()
    Meter(label: "level", factory: metrics).set(3)
    let timer = Metrics.Timer(label: "request.duration", factory: metrics)
    timer.recordSeconds(2)
    timer.recordSeconds(1)
    #expect(
      metrics.text(["now": 1]) == """
        # TYPE hb_requests_total counter
        hb_requests_total{http_route="/a\\"b"} 3.0
        # TYPE level gauge
        level 3.0
        # TYPE now gauge
        now 1.0
        # TYPE request_duration_seconds summary
        request_duration_seconds_sum 3.0
        request_duration_seconds_count 2

        """)
  }

  @Test func theServiceSaysHowMuchWaits() async throws {
    let text = try await Running().test { String(buffer: try await $0.get("/metrics").body) }
    #expect(text.contains("superpose_queue_length 0.0\n"))
    #expect(text.contains("superpose_ready 0.0\n"))
  }
}
