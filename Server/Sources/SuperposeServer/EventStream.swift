import Foundation
import Hummingbird
import SuperposeFiles
import SuperposeServerCore

extension SuperposeService {
  /// A registration's states as server-sent events, from what it is now to its end.
  func events(_ job: RegistrationJob) async throws -> Response {
    let stream = try await workplace.events.listen(to: job.id)
    // Asked after listening, so that nothing is missed in between.
    guard let now = try await workplace.ledger.job(job.id) else {
      throw Problem(.notFound, "the registration was deleted meanwhile")
    }
    let first = JobEvents.Event(now.state, await stage(of: now))
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: EventLines(first: first, then: stream).body)
  }
}

/// Events as their lines, with a sign of life where nothing happens, by which a connection that was cut is noticed.
private struct EventLines: Sendable {
  private static let pause = Duration.seconds(10)

  private let first: JobEvents.Event
  private let events: AsyncStream<JobEvents.Event>

  init(first: JobEvents.Event, then events: AsyncStream<JobEvents.Event>) {
    self.first = first
    self.events = events
  }

  var body: ResponseBody {
    ResponseBody { writer in
      let (lines, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(64))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await tell(continuation) }
        group.addTask { try await breathe(continuation) }
        for await line in lines { try await writer.write(ByteBuffer(string: line)) }
        group.cancelAll()
      }
      try await writer.finish(nil)
    }
  }

  private func tell(_ lines: AsyncStream<String>.Continuation) async {
    lines.yield(line(first))
    if !first.isLast { for await event in events { lines.yield(line(event)) } }
    lines.finish()
  }

  private func breathe(_ lines: AsyncStream<String>.Continuation) async throws {
    while true {
      do { try await Task.sleep(for: Self.pause) } catch is CancellationError { return }
      lines.yield(": still here\n\n")
    }
  }

  private func line(_ event: JobEvents.Event) -> String {
    let json = (try? JSON.line(event)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    return "event: state\ndata: \(json)\n\n"
  }
}
