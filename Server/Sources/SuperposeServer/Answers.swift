import Foundation
import Hummingbird
import SuperposeFiles
import SuperposeServerCore

extension Response {
  /// A value as JSON.
  static func json(
    _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) throws -> Response {
    var headers = headers
    headers[.contentType] = "application/json"
    return Response(
      status: status, headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: try JSON.line(value) + Data("\n".utf8))))
  }

  static func text(_ text: String, type: String) -> Response {
    Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  /// A file of the data folder. What never changes may be kept by browsers.
  static func file(
    _ path: String, type: String, isForever: Bool = false, download: String? = nil, _ context: BasicRequestContext
  ) async throws -> Response {
    var headers: HTTPFields = [.contentType: type]
    if isForever { headers[.cacheControl] = "private, max-age=31536000, immutable" }
    if let download { headers[.contentDisposition] = "attachment; filename=\"\(download)\"" }
    return Response(status: .ok, headers: headers, body: try await FileIO().loadFile(path: path, context: context))
  }
}

extension Request {
  /// The body as a value.
  /// - Throws: ``Problem``.
  func value<Value: Decodable>(_ type: Value.Type, upTo bytes: Int) async throws -> Value {
    let buffer: ByteBuffer
    do {
      let body = body
      buffer = try await within(seconds: 30) { try await body.collect(upTo: bytes) }
    } catch let problem as Problem { throw problem } catch let error as any HTTPResponseError {
      throw Problem(http: error)
    } catch { throw Problem(.tooLarge, "the body is larger than \(bytes) bytes, or ended early") }
    do { return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView)) } catch {
      throw Problem(decoding: error)
    }
  }
}

/// Gives up on something that others keep waiting.
/// - Throws: ``Problem`` after so many seconds, or what the work throws.
func within<Value: Sendable>(seconds: Double, _ work: @escaping @Sendable () async throws -> Value) async throws
  -> Value
{
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask { try await work() }
    group.addTask {
      try await Task.sleep(for: .seconds(seconds))
      throw Problem(.uploadTimeout, "the request took longer than \(Int(seconds)) seconds to arrive; send it again")
    }
    defer { group.cancelAll() }
    guard let first = try await group.next() else { throw CancellationError() }
    return first
  }
}
