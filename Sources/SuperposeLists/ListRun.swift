public import Foundation
public import Superpose
import SuperposeFiles
import SuperposeImaging

/// Registers a list of pairs into a folder: for each pair a folder of its own with `registration.json` (and pictures,
/// where they are wanted), and `pairs.jsonl` and `pairs.csv` with a line for each.
///
/// A pair that cannot be done is an entry with an error, and the rest goes on. A run that was stopped goes on where it
/// stopped: pairs are done again only where a file, a setting, the weights or the program's version have changed, or
/// where they had an error.
public struct ListRun {
  /// What is written for each pair.
  public struct Options: Hashable, Sendable {
    /// Whether each pair's folder gets the pictures that `Registration.write(to:options:)` makes.
    public var pictures = false
    /// How these pictures and `registration.json` are written.
    public var output = RegistrationOutputOptions()

    /// No pictures.
    public init() {}

    /// The same in every process, which the order of a set is not.
    var identity: String {
      var rest = output
      rest.outputs = []
      return "\(pictures) \(rest) \(output.outputs.map(\.rawValue).sorted())"
    }
  }

  /// A pair that is done.
  public struct Step {
    /// Its line in the results.
    public let result: ListedResult
    /// Why it could not be done.
    public let error: (any Error)?
    /// How many pairs are done now.
    public let done: Int
    /// How many of them an earlier run has done.
    public let earlier: Int
  }

  private let pairs: [ListedPair]
  private let folder: String
  private let guidance: RegistrationGuidance
  private let options: Options
  private let names: [String]
  private let settings: String

  /// - Parameters:
  ///   - pairs: the list.
  ///   - registrar: whose settings and weights a result belongs to.
  ///   - folder: where everything is written; it is made where it is missing.
  ///   - guidance: what is known beforehand, the same of every pair.
  ///   - options: what is written for each pair.
  /// - Throws: what encoding the settings throws.
  public init(
    _ pairs: [ListedPair], registrar: Registrar, folder: URL, guidance: RegistrationGuidance = .init(),
    options: Options = .init()
  ) throws {
    try self.init(
      pairs, registrar: registrar, folder: folder.pathText, guidance: guidance, options: options,
      version: SuperposeVersion.current)
  }

  init(
    _ pairs: [ListedPair], registrar: Registrar, folder: String, guidance: RegistrationGuidance = .init(),
    options: Options, version: String
  ) throws {
    self.pairs = pairs
    self.folder = folder
    self.guidance = guidance
    self.options = options
    names = Self.folderNames(pairs)
    settings = try registrar.settingsIdentity(version: version) + " \(options.identity)" + guidance.identity
  }

  /// - Parameters:
  ///   - registrar: what registers each pair.
  ///   - done: told of each pair that this run does, after its line is in both files.
  /// - Returns: the results in the order of the list, and the first error of each pair that has one.
  /// - Throws: `OutputError` where `pairs.jsonl` or `pairs.csv` cannot be written, or why SuperGlue cannot be loaded.
  public func finish(
    _ registrar: ListRegistrar, done: (Step) -> Void = { _ in }
  ) throws -> (results: [ListedResult], errors: [any Error]) {
    try OutputError.translated { () throws(FileError) in _ = try FileSystem.makeFolder(folder) }
    let journal = ListJournal(folder)
    var results = standing(journal.earlier())
    let (earlier, missing) = (results.count, pairs.indices.filter { results[$0] == nil })
    try journal.begin(with: results.sorted { $0.key < $1.key }.map(\.value))
    try registrar.registrar.load()
    var errors: [any Error] = []
    for (place, index) in missing.enumerated() {
      let next = place + 1 < missing.count ? pairs[missing[place + 1]] : nil
      let (result, error) = register(index, next: next, registrar)
      try journal.append(result)
      results[index] = result
      if let error { errors.append(error) }
      done(Step(result: result, error: error, done: earlier + place + 1, earlier: earlier))
    }
    let ordered = pairs.indices.compactMap { results[$0] }
    try journal.finish(ordered)
    return (ordered, errors)
  }

  /// By index, the results of an earlier run that hold: there is no error, and what was written is there.
  private func standing(_ earlier: [String: ListedResult]) -> [Int: ListedResult] {
    let found = pairs.indices.compactMap { index -> (Int, ListedResult)? in
      guard let result = earlier[identity(of: index)], result.error == nil,
        !FileSystem.isMissing("\(folder)/\(names[index])/\(Registration.reportName)")
      else { return nil }
      return (index, result)
    }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// Whatever goes wrong with a pair is its own.
  private func register(
    _ index: Int, next: ListedPair?, _ registrar: ListRegistrar
  ) -> (ListedResult, (any Error)?) {
    let (pair, identity) = (pairs[index], identity(of: index))
    do {
      let found = try registrar.report(on: pair, next: next, guidance: guidance)
      let report = try write(found, of: pair, to: folder + "/" + names[index])
      return (ListedResult(report, folder: names[index], identity: identity), nil)
    } catch {
      return (ListedResult(pair, error: error, folder: names[index], identity: identity), error)
    }
  }

  /// Pictures need the images once more: descriptions do not keep them.
  /// - Returns: the report with the seconds that its pictures took.
  private func write(_ report: RegistrationReport, of pair: ListedPair, to folder: String) throws -> RegistrationReport
  {
    guard options.pictures else {
      try report.write(to: folder, timings: options.output.timings)
      return report
    }
    let registration = Registration(
      report: report, moving: try Image(contentsOf: pair.moving), fixed: try Image(contentsOf: pair.fixed))
    return try registration.write(to: URL(path: folder), options: options.output).report
  }

  private func identity(of index: Int) -> String {
    let files = [pairs[index].moving, pairs[index].fixed].map { $0.pathText + " " + fileIdentity($0.pathText) }
    return sha256(of: Array((files + [names[index], settings]).joined(separator: " ").utf8))
  }

  /// `a-b` for `photos/a.jpg` and `b.tif`; numbers tell apart those that would be the same.
  static func folderNames(_ pairs: [ListedPair]) -> [String] {
    var taken: Set<String> = []
    return pairs.map { pair in
      // Within what a file system takes.
      let stems = [pair.moving, pair.fixed].map { String($0.pathText.lastPathPart.withoutExtension.prefix(50)) }
      let name = stems.joined(separator: "-")
      let free = (1...).lazy.map { $0 == 1 ? name : "\(name)-\($0)" }.first { !taken.contains($0) } ?? name
      taken.insert(free)
      return free
    }
  }
}
