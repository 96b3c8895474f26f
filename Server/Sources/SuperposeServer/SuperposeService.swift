package import Hummingbird
public import Logging
import Metrics
public import ServiceLifecycle
public import SuperposeServerCore

/// The service: its routes and what goes on behind them.
public struct SuperposeService: Sendable {
  public let workplace: Workplace
  let access: Access
  let metrics: PrometheusMetrics
  let assets: Assets
  let examples: Examples
  let logger: Logger

  /// - Parameters:
  ///   - examplesFolder: where the pictures are that the page offers to try; nil where there are none.
  /// - Throws: `ReportError` where the program's own pages are not beside it.
  public init(
    _ workplace: Workplace, access: Access, metrics: PrometheusMetrics, examplesFolder: String? = nil, logger: Logger
  ) throws {
    self.workplace = workplace
    self.access = access
    self.metrics = metrics
    self.logger = logger
    assets = try Assets()
    examples = Examples(folder: examplesFolder)
  }

  /// Every route, as the OpenAPI document has them.
  var routes: [Route] { pageRoutes + operationRoutes + imageRoutes + registrationRoutes + networkRoutes }

  /// `GET /v1/images/{id}`: the routes as a document names them.
  package var describedRoutes: [String] {
    routes.map { route in
      let parts = route.path.split(separator: "/", omittingEmptySubsequences: false)
      let path = parts.map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
      return "\(route.method.rawValue) \(path)"
    }
  }

  package var router: Router<BasicRequestContext> {
    let router = Router(options: .autoGenerateHeadEndpoints)
    router.add(middleware: MetricsMiddleware())
    router.add(middleware: ProblemMiddleware())
    router.add(middleware: RequestLimitMiddleware(most: workplace.settings.limits.requests))
    router.add(middleware: SiteMiddleware(access: access))
    router.add(middleware: TokenMiddleware(access: access, open: Set(routes.filter(\.isOpen).map(\.path))))
    for route in routes { router.on(RouterPath(route.path), method: route.method, use: route.handler) }
    refuseOtherMethods(router)
    return router
  }

  /// A method that a path does not have is answered with those that it has.
  private func refuseOtherMethods(_ router: Router<BasicRequestContext>) {
    for (path, routes) in Dictionary(grouping: routes, by: \.path) {
      let allowed = routes.map(\.method.rawValue).sorted()
      for method in Route.methods where !allowed.contains(method.rawValue) {
        router.on(RouterPath(path), method: method) { _, _ -> Response in
          throw Problem(
            .methodNotAllowed, "\(path) has no \(method.rawValue); it has \(allowed.joined(separator: ", "))",
            allowed: allowed)
        }
      }
    }
  }

  /// What answers requests and does registrations until it is told to stop.
  /// - Parameters:
  ///   - host: the address to listen at.
  ///   - port: the port to listen at; 0 takes a free one.
  ///   - onServerRunning: told the port that it listens at.
  public func server(
    host: String, port: Int, onServerRunning: @escaping @Sendable (Int) async -> Void
  ) -> some Service { application(host: host, port: port, onServerRunning: onServerRunning) }

  package func application(
    host: String, port: Int, onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    Application(
      router: router, server: .http1(configuration: .init(idleTimeout: .seconds(60))),
      configuration: .init(address: .hostname(host, port: port), serverName: "superpose", backlog: 1024),
      services: [RegistrationService(workplace: workplace), RetentionService(workplace: workplace, logger: logger)],
      onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? port) }, logger: logger)
  }
}

/// Does registrations as long as the service runs.
private struct RegistrationService: Service {
  let workplace: Workplace

  func run() async throws {
    try await withGracefulShutdownHandler {
      try await workplace.work()
    } onGracefulShutdown: {
      Task { await workplace.stop() }
    }
    // The work may have been stopped before; a service that ends by itself would end the others.
    try? await gracefulShutdown()
  }
}

/// Lets the oldest go, now and then.
private struct RetentionService: Service {
  let workplace: Workplace
  let logger: Logger

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do { try await workplace.retention.apply() } catch is CancellationError { return } catch {
          logger.error("the oldest could not be removed", metadata: ["error": "\(error)"])
        }
        try await Task.sleep(for: .seconds(30))
      }
    }
    // A service that ends by itself would end the others.
    try? await gracefulShutdown()
  }
}
