public import Foundation
public import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging
import SuperposeLists
import SuperposeMatching

/// Finds how many images of one scene lie on one another.
///
/// Each frame is described once. Neighbours in the list, the reference and frames that look alike are matched, each
/// pair is judged as any other, and the transforms of all frames are estimated together from the pairs that can be
/// trusted. Frames that are blank or show something else are left out, with the reason.
///
/// Not for use from several threads at a time.
public final class StackRegistrar {
  /// How far the work has come.
  public struct Progress: Hashable, Sendable {
    /// What is done.
    public enum Stage: String, Sendable {
      case frames
      case pairs
    }

    /// What is done now.
    public var stage: Stage
    /// How many are done.
    public var done: Int
    /// How many there are in all; more pairs may turn out to be needed.
    public var total: Int
    /// How many of them an earlier run has done.
    public var earlier: Int
  }

  /// What registers each pair.
  public let registrar: Registrar
  private let pairs: ListRegistrar

  /// - Parameters:
  ///   - registrar: what registers each pair. Its kind of transform is that of the frames.
  ///   - cacheBytes: how much memory descriptions may take; a frame whose description had to make room is described
  ///     again where it is needed.
  public init(_ registrar: Registrar, cacheBytes: Int = 384 << 20) {
    self.registrar = registrar
    pairs = ListRegistrar(registrar, cacheBytes: cacheBytes)
  }

  /// Lays images on one another.
  ///
  /// - Parameters:
  ///   - files: The images, in their order in time or along a strip.
  ///   - options: The reference, and which pairs are matched.
  ///   - journal: The file that keeps what was found, so that a run that was stopped goes on where it stopped; nil
  ///     keeps nothing. Its folder is made where it is missing.
  ///   - progress: Told after each frame and each pair.
  /// - Returns: All frames, with a transform or with the reason why there is none. Files that are no images are among
  ///   the latter.
  /// - Throws: ``StackError`` where no two frames or none and the reference match, `OutputError` for the journal, or
  ///   what the runtime says.
  public func stack(
    _ files: [URL], options: StackOptions = .init(), journal: URL? = nil,
    progress: (Progress) -> Void = { _ in }
  ) throws -> Stack {
    guard files.count > 1 else {
      throw StackError(.usage, "expected at least two images, found \(files.count)", hint: "give more")
    }
    if case .frame(let index) = options.reference, !files.indices.contains(index) {
      throw StackError(.usage, "the reference is none of the images", hint: "give one of them")
    }
    if let folder = journal?.pathText.folderPart, !folder.isEmpty {
      try OutputError.translated { () throws(FileError) in _ = try FileSystem.makeFolder(folder) }
    }
    var run = StackRun(
      files: files, settings: try registrar.settingsIdentity(), journal: try StackJournal(journal?.pathText))
    let signatures = try describe(&run, progress)
    if case .frame(let index) = options.reference, signatures[index] == nil {
      throw StackError(
        .notAligned, "the reference '\(files[index].pathText)' shows nothing that could be matched",
        hint: "use another reference, or let it be chosen")
    }
    let candidates = CandidatePairs(signatures)
    try match(candidates.first(options), &run, progress)
    if options.pairs == .linked {
      let groups = LinkedGroups(frameCount: files.count, links: run.links.values.compactMap(\.frameLink))
      let connected: [Int] =
        switch options.reference {
        case .auto: groups.largest
        case .frame(let index): groups.members(with: index)
        }
      try match(candidates.rescues(connected: Set(connected), tried: Set(run.links.keys)), &run, progress)
    }
    return try Stack(
      run.facts, links: run.links.sorted { $0.key < $1.key }.map(\.value), reference: options.reference,
      options: registrar.configuration.estimation)
  }

  /// Describes all frames; gives the signatures of those that show enough.
  private func describe(_ run: inout StackRun, _ progress: (Progress) -> Void) throws -> [FrameSignature?] {
    let count = run.files.count
    let missing = run.files.indices.filter { run.journal.frame(run.identity($0)) == nil }
    for (done, index) in missing.enumerated() {
      let next = done + 1 < missing.count ? run.files[missing[done + 1]] : nil
      do {
        let features = try pairs.describe(run.files[index], next: next).originalFeatures
        let entry = FrameEntry(
          size: features.imageSize, keypointCount: features.count, signature: FrameSignature(features))
        try run.journal.keep(entry, run.identity(index))
      } catch let error as ImageError {
        run.facts[index].error = error
      } catch let error as GuidanceError {
        run.facts[index].error = error
      }
      progress(
        Progress(
          stage: .frames, done: count - missing.count + done + 1, total: count, earlier: count - missing.count))
    }
    return run.files.indices.map { index in
      guard let entry = run.journal.frame(run.identity(index)) else { return nil }
      run.facts[index].size = entry.size
      run.facts[index].keypointCount = entry.keypointCount
      run.facts[index].scale = registrar.configuration.resize.scale(of: entry.size)
      return run.facts[index].isUsable ? entry.signature : nil
    }
  }

  private func match(_ wanted: [FramePair], _ run: inout StackRun, _ progress: (Progress) -> Void) throws {
    let tried = run.links.count
    for pair in wanted {
      guard var known = run.journal.link(run.identity(pair)) else { continue }
      (known.moving, known.fixed) = (pair.second, pair.first)
      run.links[pair] = known
    }
    let missing = wanted.filter { run.links[$0] == nil }
    run.earlierPairs += run.links.count - tried
    for (done, pair) in missing.enumerated() {
      let following = missing[(done + 1)...].prefix(pairs.pairsAtATime).map(run.listed)
      let link = StackLink(pair, try pairs.report(on: run.listed(pair), following: following))
      run.links[pair] = link
      try run.journal.keep(link, run.identity(pair))
      progress(
        Progress(
          stage: .pairs, done: run.links.count, total: run.links.count + missing.count - done - 1,
          earlier: run.earlierPairs))
    }
  }
}

/// The state of one run.
private struct StackRun {
  let files: [URL]
  let settings: String
  var journal: StackJournal
  var facts: [StackFrameFacts]
  var links: [FramePair: StackLink] = [:]
  var earlierPairs = 0
  private let identities: [String]

  init(files: [URL], settings: String, journal: StackJournal) {
    self.files = files
    self.settings = settings
    self.journal = journal
    facts = files.map { StackFrameFacts(path: $0.pathText) }
    identities = files.map { sha256(of: Array((fileIdentity($0.pathText) + " " + settings).utf8)) }
  }

  func identity(_ frame: Int) -> String { identities[frame] }

  func identity(_ pair: FramePair) -> String {
    sha256(of: Array((identities[pair.second] + " " + identities[pair.first]).utf8))
  }

  func listed(_ pair: FramePair) -> ListedPair { ListedPair(moving: files[pair.second], fixed: files[pair.first]) }
}

extension CandidatePairs {
  /// The pairs to begin with.
  fileprivate func first(_ options: StackOptions) -> [FramePair] {
    if options.pairs == .all { return all }
    guard let medoid else { return [] }
    switch options.reference {
    case .frame(let index) where usable.contains(index): return linked(reference: index)
    case .frame, .auto: return linked(reference: medoid)
    }
  }
}

extension ResizePolicy {
  /// Returns how many pixels that the networks see lie along one of an image's own.
  fileprivate func scale(of image: ImageSize) -> Double {
    let network = size(for: image)
    return (Double(network.pixelCount) / Double(image.pixelCount)).squareRoot()
  }
}
