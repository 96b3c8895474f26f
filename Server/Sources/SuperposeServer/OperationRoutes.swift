import Hummingbird
import SuperposeServerCore

/// What those need who run the service.
extension SuperposeService {
  var operationRoutes: [Route] {
    [
      Route(.get, "/healthz", isOpen: true) { _, _ in try .json(["status": "ok"]) },
      Route(.get, "/readyz", isOpen: true) { _, _ in
        guard await workplace.readiness.isReady else {
          throw Problem(.stopping, "the networks are being loaded, or the service is stopping", retrySeconds: 1)
        }
        return try .json(["status": "ready"])
      },
      Route(.get, "/metrics") { _, _ in
        .text(metrics.text(try await gauges), type: "text/plain; version=0.0.4; charset=utf-8")
      },
      Route(.post, "/v1/session", isOpen: true) { request, _ in
        guard access.accepts(bearer: request.bearer) else {
          throw Problem(.unauthorized, "this is not the service's token; its operator has it")
        }
        guard let cookie = access.cookie else { return Response(status: .noContent) }
        return Response(status: .noContent, headers: [.setCookie: cookie])
      },
    ]
  }

  /// What is looked up when it is asked for.
  private var gauges: [String: Double] {
    get async throws {
      [
        "superpose_queue_length": Double(try await workplace.ledger.count(.queued)),
        "superpose_registrations_running": Double(try await workplace.ledger.count(.running)),
        "superpose_data_bytes": Double(try await workplace.ledger.byteCount()),
        "superpose_ready": await workplace.readiness.isReady ? 1 : 0,
      ]
    }
  }
}
