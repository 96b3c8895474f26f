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
    /// The part of the list that is done; nil for all of it.
    public var shard: ListShard?

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
    /// What was found; nil where it could not be done.
    public internal(set) var report: RegistrationReport?
    /// Why it could not be done.
    public internal(set) var error: (any Error)?
    /// How many pairs are done now.
    public let done: Int
    /// How many of them an earlier run has done.
    public let earlier: Int
  }

  /// The places in the list of the pairs that this run does.
  public let places: [Int]
  private let pairs: [ListedPair]
  private let folder: String
  private let guidance: RegistrationGuidance
  private let options: Options
  private let names: [String]
  private let paths: [(moving: String, fixed: String)]
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
    paths = pairs.map(\.paths)
    names = Self.folderNames(paths)
    places = options.shard?.places(in: pairs) ?? Array(pairs.indices)
    settings = try registrar.settingsIdentity(version: version) + " \(options.identity)" + guidance.identity
  }

  /// - Parameters:
  ///   - registrar: what registers each pair.
  ///   - done: told of each pair that this run does, after its line is in both files.
  /// - Returns: the results in the order of the list, and the first error of each pair that has one.
  /// - Throws: `OutputError` where `pairs.jsonl` or `pairs.csv` cannot be written, why SuperGlue cannot be loaded, or
  ///   what `done` throws.
  public func finish(
    _ registrar: ListRegistrar, done: (Step) throws -> Void = { _ in }
  ) throws -> (results: [ListedResult], errors: [any Error]) {
    try OutputError.translated { () throws(FileError) in _ = try FileSystem.makeFolder(folder) }
    try options.shard.map { try ShardRecord($0, places, of: pairs, names).write(to: folder) }
    let journal = ListJournal(folder)
    let (entries, hasOthers) = journal.entries()
    var found = standing(entries)
    let (earlier, missing) = (found.count, places.filter { found[$0] == nil })
    try journal.begin(with: found.sorted { $0.key < $1.key }.map(\.value), of: entries, hasOthers: hasOthers)
    try registrar.registrar.load()
    var errors: [any Error] = []
    for (place, index) in missing.enumerated() {
      let following = missing[(place + 1)...].prefix(registrar.pairsAtATime).map { pairs[$0] }
      let (result, outcome) = register(index, following: following, registrar)
      try journal.append(result)
      found[index] = try JournalEntry(result)
      var step = Step(result: result, report: nil, error: nil, done: earlier + place + 1, earlier: earlier)
      switch outcome {
      case .success(let report): step.report = report
      case .failure(let error):
        step.error = error
        errors.append(error)
      }
      try done(step)
    }
    // Whoever has changed an entry by hand has its pair registered again.
    let results = try places.sorted().map { place in
      if let result = found[place]?.result() { return result }
      let result = register(place, following: [], registrar).0
      found[place] = try JournalEntry(result)
      return result
    }
    try journal.finish(results, lines: places.sorted().compactMap { found[$0]?.line })
    return (results, errors)
  }

  /// By index, the results of an earlier run that hold: there is no error, and what was written is there.
  private func standing(_ entries: [JournalEntry]) -> [Int: JournalEntry] {
    guard !entries.isEmpty else { return [:] }
    let earlier = Dictionary(entries.map { ($0.identity, $0) }) { $1 }
    // Images of long lists are in many pairs.
    var files: [String: String] = [:]
    func fileIdentity(_ path: String) -> String {
      if let known = files[path] { return known }
      let identity = SuperposeFiles.fileIdentity(path)
      files[path] = identity
      return identity
    }
    let found = places.compactMap { index -> (Int, JournalEntry)? in
      let identity = PairTask.identity(
        of: paths[index], folder: names[index], settings: settings, fileIdentity: fileIdentity)
      guard let entry = earlier[identity], !entry.hasError,
        !FileSystem.isMissing("\(folder)/\(names[index])/\(Registration.reportName)")
      else { return nil }
      return (index, entry)
    }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// Whatever goes wrong with a pair is its own.
  private func register(
    _ index: Int, following: [ListedPair], _ registrar: ListRegistrar
  ) -> (ListedResult, Result<RegistrationReport, any Error>) {
    let (pair, identity) = (pairs[index], identity(of: index))
    do {
      let found = try registrar.report(on: pair, following: following, guidance: guidance)
      let report = try write(found, of: pair, to: folder + "/" + names[index])
      return (ListedResult(report, folder: names[index], identity: identity), .success(report))
    } catch {
      let (moving, fixed) = paths[index]
      let result = ListedResult(moving: moving, fixed: fixed, error: error, folder: names[index], identity: identity)
      return (result, .failure(error))
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
    PairTask.identity(of: paths[index], folder: names[index], settings: settings)
  }

  /// `a-b` for `photos/a.jpg` and `b.tif`; numbers tell apart those that would be the same.
  static func folderNames(_ pairs: [(moving: String, fixed: String)]) -> [String] {
    var taken: Set<String> = []
    // The number at which to go on, so that a thousand pairs of one name take no more than a thousand looks.
    var last: [String: Int] = [:]
    return pairs.map { pair in
      let name = stem(of: pair)
      var number = last[name] ?? 1
      var free = number == 1 ? name : "\(name)-\(number)"
      while !taken.insert(free).inserted {
        number += 1
        free = "\(name)-\(number)"
      }
      last[name] = number
      return free
    }
  }

  /// `a-b` for `photos/a.jpg` and `b.tif`, within what a file system takes.
  static func stem(of pair: (moving: String, fixed: String)) -> String {
    [pair.moving, pair.fixed].map { String($0.lastPathPart.withoutExtension.prefix(50)) }.joined(separator: "-")
  }
}
