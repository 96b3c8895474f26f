import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Superpose
import SuperposeServer
import SuperposeServerCore

/// A service in a folder of its own, which goes with it.
final class Running: Sendable {
  let folder: String
  let service: SuperposeService

  init(token: String? = nil, keepsFolder: String? = nil, change: (inout ServiceSettings) -> Void = { _ in }) throws {
    folder = keepsFolder ?? NSTemporaryDirectory() + "superpose-server-" + UUID().uuidString
    var settings = ServiceSettings(dataFolder: folder)
    change(&settings)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let workplace = try Workplace(settings, library: .standard, logger: logger)
    service = try SuperposeService(
      workplace, access: Access(token: token, isLocalOnly: token == nil), metrics: PrometheusMetrics(),
      examplesFolder: Repository.examples, logger: logger)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The routes alone: what is asked for waits, and nothing is registered.
  func test<Value: Sendable>(
    _ setup: TestingSetup = .router, _ body: @Sendable (any TestClientProtocol) async throws -> Value
  ) async throws -> Value {
    try await Application(router: service.router).test(setup, body)
  }

  /// The whole service, with the networks.
  func testWhole<Value: Sendable>(
    _ body: @Sendable (any TestClientProtocol) async throws -> Value
  ) async throws -> Value {
    try await service.application(host: "127.0.0.1", port: 0).test(.ahc(), body)
  }
}

enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static let examples = root + "/examples"

  static func url(_ name: String) -> URL { URL(filePath: examples + "/" + name) }

  static func example(_ name: String) throws -> ByteBuffer {
    ByteBuffer(bytes: try Data(contentsOf: URL(filePath: examples + "/" + name)))
  }

  static func fixture(_ name: String) throws -> ByteBuffer {
    ByteBuffer(bytes: try Data(contentsOf: URL(filePath: root + "/Tests/ImagingTests/Fixtures/" + name)))
  }
}

/// Any JSON object, to look into answers.
struct Body {
  let values: [String: Any]

  init(_ response: TestResponse) throws {
    let json = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
    values = json as? [String: Any] ?? [:]
  }

  func text(_ name: String) -> String { values[name] as? String ?? "" }
  func number(_ name: String) -> Int { values[name] as? Int ?? -1 }
  func object(_ name: String) -> [String: Any] { values[name] as? [String: Any] ?? [:] }
}

extension TestClientProtocol {
  func keep(_ content: ByteBuffer, name: String = "image") async throws -> TestResponse {
    try await execute(uri: "/v1/images?name=\(name)", method: .post, body: content)
  }

  /// An example's id.
  func keepExample(_ name: String) async throws -> String {
    try Body(try await keep(try Repository.example(name), name: name)).text("id")
  }

  func post(_ path: String, _ json: String, headers: HTTPFields = [:]) async throws -> TestResponse {
    try await execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: json))
  }

  func get(_ path: String, headers: HTTPFields = [:]) async throws -> TestResponse {
    try await execute(uri: path, method: .get, headers: headers)
  }

  /// The state of a registration once it has ended, by its events.
  func ended(_ id: String) async throws -> Body {
    _ = try await get("/v1/registrations/\(id)/events")
    return try Body(try await get("/v1/registrations/\(id)"))
  }
}
