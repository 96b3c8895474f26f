import Foundation
import SuperposeFiles
import SuperposeImaging

/// Registers a list of pairs into a folder: for each pair a folder of its own with `registration.json` (and pictures,
/// where they are wanted), and `pairs.jsonl` and `pairs.csv` with a line for each.
///
/// A pair whose files cannot be read is an entry with an error, and the rest goes on. A run that was stopped goes on where it stopped: pairs are done again only where a file, a setting or the weights
/// have changed, or where they had an error.
public struct ListRun {
  public struct Options: Hashable, Sendable {
    /// Whether each pair's folder gets the pictures that ``Registration/write(to:options:)`` makes.
    public var pictures = false
    public var output = RegistrationOutputOptions()

    public init() {}
  }

  private let pairs: [ListedPair]
  private let folder: String
  private let options: Options
  private let names: [String]
  private let settings: String

  /// - Throws: what encoding the settings throws.
  public init(_ pairs: [ListedPair], registrar: Registrar, folder: String, options: Options = .init()) throws {
    self.pairs = pairs
    self.folder = folder
    self.options = options
    names = Self.folderNames(pairs)
    var configuration = registrar.configuration
    configuration.inference.threads = nil
    settings =
      "superpose \(SuperposeVersion.current) " + String(decoding: try JSON.line(configuration), as: UTF8.self)
      + String(decoding: try JSON.line(registrar.weights), as: UTF8.self) + " \(options)"
  }

  /// - Parameters:
  ///   - registrar: what registers each pair.
  ///   - writing: runs what writes files; a program that can be interrupted lets no interruption in meanwhile.
  ///   - progress: how many pairs are done.
  /// - Returns: the results in the order of the list, and the first error of each pair that has one.
  /// - Throws: ``OutputError`` where `pairs.jsonl` or `pairs.csv` cannot be written.
  public func finish(
    _ registrar: ListRegistrar, writing: (() throws -> Void) throws -> Void = { try $0() },
    progress: (Int) -> Void = { _ in }
  ) throws -> (results: [ListedResult], errors: [any Error]) {
    try OutputFolder.create(folder)
    let known = ListJournal(folder).finished()
    var (results, errors): ([ListedResult], [any Error]) = ([], [])
    for index in pairs.indices {
      let identity = identity(of: pairs[index])
      if let result = known[identity], isWhole(result, index) {
        results.append(result)
      } else {
        let result = try register(index, identity, registrar, writing) { errors.append($0) }
        try writing { try ListJournal(folder).append(result) }
        results.append(result)
      }
      progress(index + 1)
    }
    try writing { try ListJournal(folder).finish(results) }
    return (results, errors)
  }

  private func register(
    _ index: Int, _ identity: String, _ registrar: ListRegistrar, _ writing: (() throws -> Void) throws -> Void,
    failed: (any Error) -> Void
  ) throws -> ListedResult {
    let pair = pairs[index]
    do {
      let report = try registrar.report(on: pair, next: index + 1 < pairs.count ? pairs[index + 1] : nil)
      try writing { try write(report, of: pair, to: folder + "/" + names[index]) }
      return ListedResult(report, folder: names[index], identity: identity)
    } catch let error as ImageError {
      failed(error)
      return ListedResult(pair, error: error, folder: names[index], identity: identity)
    }
  }

  /// Pictures need the images once more: descriptions do not keep them.
  private func write(_ report: RegistrationReport, of pair: ListedPair, to folder: String) throws {
    if options.pictures {
      let registration = Registration(
        report: report, moving: try Image(contentsOf: pair.moving), fixed: try Image(contentsOf: pair.fixed))
      try registration.write(to: folder, options: options.output)
    } else {
      try report.write(to: folder, timings: options.output.timings)
    }
  }

  /// An entry counts only while its result is there and it has no error.
  private func isWhole(_ result: ListedResult, _ index: Int) -> Bool {
    result.error == nil && result.folder == names[index]
      && FileManager.default.fileExists(atPath: "\(folder)/\(result.folder)/\(Registration.reportName)")
  }

  private func identity(of pair: ListedPair) -> String {
    let text = [pair.moving, pair.fixed].map { $0 + " " + fileIdentity($0) }.joined(separator: " ") + settings
    return sha256(of: Array(text.utf8))
  }

  /// `a-b` for `photos/a.jpg` and `b.tif`; numbers tell apart those that would be the same.
  static func folderNames(_ pairs: [ListedPair]) -> [String] {
    var taken: Set<String> = []
    return pairs.map { pair in
      // Within what a file system takes.
      let stems = [pair.moving, pair.fixed].map { String($0.lastPathPart.withoutExtension.prefix(50)) }
      let name = stems.joined(separator: "-")
      let free = (1...).lazy.map { $0 == 1 ? name : "\(name)-\($0)" }.first { !taken.contains($0) } ?? name
      taken.insert(free)
      return free
    }
  }
}
