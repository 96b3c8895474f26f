package import Foundation
package import Superpose
package import SuperposeFiles

/// Registers pairs that another program asks for one by one, with networks that are loaded once: the contract between
/// Superpose and whatever spreads work over machines.
///
/// A pair that cannot be done, and a line that is no request, is an answer with an error; the end of the input is the
/// end.
package struct PairWorker {
  package struct Options: Hashable, Sendable {
    /// How many pairs may be read and not answered yet.
    package var ahead = 16
    /// Whether pairs of images that are described already go first.
    package var unordered = false
    /// Whether answers have the matches.
    package var matches = false
    /// The folder for arrays as of `superpose match --npz`; nil for none.
    package var arrays: String?

    package init() {}
  }

  /// What was done.
  package struct Summary: Hashable, Sendable {
    package var answers = 0
    package var errors = 0
    /// How many pairs were in memory at a time.
    package var mostAhead = 0
  }

  private let pairs: ListRegistrar
  private let guidance: RegistrationGuidance
  private let options: Options

  /// - Parameters:
  ///   - pairs: what registers each pair, and whose settings hold where a request says nothing.
  ///   - guidance: what is known of every pair, likewise.
  ///   - options: what answers have, and in which order they come.
  package init(_ pairs: ListRegistrar, guidance: RegistrationGuidance = .init(), options: Options = .init()) {
    self.guidance = guidance
    self.pairs = pairs
    self.options = options
  }

  /// Answers until the input ends.
  ///
  /// - Parameters:
  ///   - read: the next line; nil at the end. It is called on a thread of its own.
  ///   - write: called with each answer, a line without its line feed.
  /// - Throws: what reading or writing throws, why SuperGlue cannot be loaded, or `OutputError` for the folder of
  ///   arrays.
  package func run(
    read: @escaping @Sendable () throws -> InputLines.Line?, write: (Data) throws -> Void
  ) throws -> Summary {
    if let folder = options.arrays {
      try OutputError.translated { () throws(FileError) in _ = try FileSystem.makeFolder(folder) }
    }
    try pairs.registrar.load()
    let queue = RequestQueue<ArrivedPair>(limit: options.ahead)
    let reader = RequestReader(registrar: pairs.registrar, guidance: guidance, read: read)
    Thread.detachNewThread { reader.fill(queue) }
    return try answer(queue, write)
  }

  private func answer(_ queue: RequestQueue<ArrivedPair>, _ write: (Data) throws -> Void) throws -> Summary {
    var summary = Summary()
    while let arrived = queue.next(cost: cost) {
      if let failure = arrived.failure { throw failure }
      let following = queue.following(most: pairs.pairsAtATime, cost: cost).compactMap(\.task)
      let answer = answer(arrived, following: following)
      try write(JSON.line(answer))
      queue.giveRoom()
      summary.answers += 1
      if answer.result.error != nil { summary.errors += 1 }
      summary.mostAhead = queue.mostHeld
    }
    return summary
  }

  /// In the order of arrival nothing goes before anything else.
  private func cost(_ arrived: ArrivedPair) -> Int {
    options.unordered ? arrived.task.map(pairs.undescribedCount) ?? 0 : 0
  }

  private func answer(_ arrived: ArrivedPair, following: [PairTask]) -> PairAnswer {
    let request = arrived.request
    do {
      if let error = arrived.error { throw error }
      guard let task = arrived.task else { preconditionFailure("a request has a task or an error") }
      let identity = try task.identity()
      let (matches, report) = try pairs.result(of: task, following: following)
      var answer = PairAnswer(id: request.id, result: ListedResult(report, folder: "", identity: identity))
      if options.matches { answer.matches = report.matches }
      answer.npz = try options.arrays.map { try write(matches, of: task, identity, to: $0) }
      return answer
    } catch {
      let result = ListedResult(moving: request.moving, fixed: request.fixed, error: error, folder: "", identity: "")
      return PairAnswer(id: request.id, result: result, matches: options.matches ? [] : nil)
    }
  }

  /// The same pair with the same settings has the same file, however often it is asked for.
  private func write(_ matches: MatchResult, of task: PairTask, _ identity: String, to folder: String) throws -> String
  {
    let path = "\(folder)/\(ListRun.stem(of: task.pair.paths))-\(identity.prefix(16)).npz"
    try OutputError.translated { () throws(FileError) in
      try ReplacementFile.write(NPZ.matches(matches), to: path)
    }
    return path
  }
}
