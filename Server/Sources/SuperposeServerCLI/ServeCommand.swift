import ArgumentParser
import Foundation
import Logging
import Metrics
import NIOCore
import ServiceLifecycle
import Superpose
import SuperposeServer
import SuperposeServerCore

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superpose serve", abstract: "Registers images for browsers and programs, over HTTP.",
    discussion: """
      Open the address that it prints in a browser, or send requests as /openapi.json describes them. It listens at \
      this machine's own address alone unless another is named, which needs --token, or --no-token where everybody who \
      reaches it may use it. There is no encryption: put a proxy before it that has HTTPS.
      """)

  @OptionGroup(title: "Where") var place: PlaceOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Networks") var networks: ServerNetworkOptions

  func run() async throws {
    var logger = Logger(label: "superpose") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = place.verbose ? .info : .warning
    let metrics = PrometheusMetrics()
    MetricsSystem.bootstrap(metrics)
    let access = try place.access()
    let workplace = try Workplace(settings, library: Self.library, logger: logger)
    let service = try SuperposeService(
      workplace, access: access, metrics: metrics, examplesFolder: place.examples, logger: logger)
    let host = place.host
    let application = service.server(host: host, port: place.port) { port in
      announce(host: host, port: port)
    }
    let group = ServiceGroup(
      configuration: .init(
        services: [application, Doorkeeper(workplace: workplace)], gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger))
    do { try await group.run() } catch let error as IOError { throw ServiceError(error, host: host, port: place.port) }
  }

  private var settings: ServiceSettings {
    var settings = ServiceSettings(dataFolder: place.data ?? Folders.data)
    limits.apply(to: &settings)
    networks.apply(to: &settings)
    return settings
  }

  private static var library: WeightsLibrary { WeightsLibrary(imported: URL(filePath: Folders.weights)) }
}

extension ServiceError {
  /// Why the service cannot listen.
  fileprivate init(_ error: IOError, host: String, port: Int) {
    switch error.errnoCode {
    case EADDRINUSE: self.init("port \(port) is taken by another program; name another --port, or 0 for a free one")
    case EACCES: self.init("port \(port) is not for you; name a --port from 1024 to 65535")
    case EADDRNOTAVAIL: self.init("this machine has no address '\(host)'; name another --host")
    default: self.init("cannot listen at '\(host)', port \(port): \(error); check --host and --port")
    }
  }
}

/// Is told to stop before all else: no streams hold connections open then, and nothing new begins. What has not ended
/// a little later is done again at the next start.
private struct Doorkeeper: Service {
  private static let patience = Duration.seconds(8)

  let workplace: Workplace

  func run() async throws {
    try? await gracefulShutdown()
    Task.detached {
      try? await Task.sleep(for: Self.patience)
      _exit(0)
    }
    await workplace.stop()
  }
}

/// Says where the service is.
private func announce(host: String, port: Int) {
  let name = host.contains(":") ? "[\(host)]" : host
  FileHandle.standardOutput.write(Data("http://\(name):\(port)\n".utf8))
}

/// By the XDG Base Directory Specification, which has relative paths ignored.
enum Folders {
  static var data: String { home + "/superpose/service" }
  static var weights: String { home + "/superpose/weights" }

  private static var home: String {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["XDG_DATA_HOME"], path.hasPrefix("/") { return path }
    return (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share"
  }
}
