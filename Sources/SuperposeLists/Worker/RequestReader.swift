import Foundation
import Superpose
import SuperposeFiles

/// A line that has come to a worker, and what it turned out to be.
struct ArrivedPair {
  var request = PairRequest()
  /// Nil where there is an error.
  var task: PairTask?
  /// Why the line is no request, or one that cannot be followed.
  var error: (any Error)?
  /// Why there can be no more lines.
  var failure: (any Error)?
}

/// Reads a worker's requests on a thread of its own, with what they name: masks and transforms to begin with.
struct RequestReader: Sendable {
  let registrar: Registrar
  let guidance: RegistrationGuidance
  let read: @Sendable () throws -> InputLines.Line?

  /// Reads until the end, as long as there is room.
  func fill(_ queue: RequestQueue<ArrivedPair>) {
    defer { queue.close() }
    do {
      queue.takeRoom()
      while let line = try read() {
        if case .whole(let data) = line, data.allSatisfy(Self.isSpace) { continue }
        queue.add(arrived(line))
        queue.takeRoom()
      }
    } catch { queue.add(ArrivedPair(failure: error)) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D].contains(byte) }

  private func arrived(_ line: InputLines.Line) -> ArrivedPair {
    var arrived = ArrivedPair()
    do {
      guard case .whole(let data) = line else {
        throw RequestError(.tooLong, "expected a line of at most a megabyte")
      }
      let request = try PairRequest(data, known: &arrived.request)
      let configuration = try request.configuration(registrar.configuration)
      let own = configuration == registrar.configuration ? registrar : try registrar.reconfigured(configuration)
      arrived.task = PairTask(request.pair, own, try request.guidance(guidance))
    } catch { arrived.error = error }
    return arrived
  }
}
