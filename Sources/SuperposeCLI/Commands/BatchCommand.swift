import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles
import SuperposeLists
import SuperposeReport

struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "Registers many pairs; an image of several pairs is described once.",
    discussion: """
      Writes a folder with registration.json for each pair, pairs.jsonl and pairs.csv. A run that was stopped goes on \
      where it stopped; pairs are done again only where files, options, weights or the program's version have changed. \
      Masks, regions and a prior hold for every pair. Exits with 0 whatever the verdicts; where a pair has an error \
      the others are done, and the exit code is that of the first error.

      For several machines: --shard 1/8 to 8/8 do a part of the list each, and 'superpose batch merge FOLDER... -o \
      FOLDER' joins what they have written to what one run would have. It names pairs that are missing and then exits \
      with 66. (A list called merge is ./merge.) See docs/many-machines.md.
      """)

  @Argument(
    help: ArgumentHelp(
      """
      A text file of lines MOVING FIXED, paths relative to it, in double quotes where they have spaces. With --onto: \
      the moving images. After the word merge: folders of shards.
      """,
      valueName: "list"))
  var files: [String]

  @Option(help: ArgumentHelp("Register each given image onto this one, instead of a list.", valueName: "fixed"))
  var onto: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The folder to write to. (default: named after the list, or after the fixed image)", valueName: "folder"))
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Do part I of N of the list, 1/N to N/N. Parts are equally large, and each describes few images that others do; "
        + "which pairs are in it does not depend on their order.",
      valueName: "i/n"),
    transform: ListShard.init(argument:))
  var shard: ListShard?

  @Flag(help: "Also write the pictures that 'superpose register' writes.")
  var pictures = false

  @Option(
    help: ArgumentHelp(
      "Also add images, keypoints, matches and homographies to this database of COLMAP, which is made where it is "
        + "missing. Its image_path is the folder that all images are in. There is then no second look unless "
        + "--second-look asks for it: a keypoint of a view is in one pair alone, and makes no track.",
      valueName: "file"))
  var colmap: String?

  @Flag(name: .customLong("no-timings"), help: "Leave the times out of registration.json.")
  var withoutTimings = false

  @OptionGroup(title: "What takes part") var masks: MaskOptions
  @OptionGroup(title: "Where the search begins") var start: PriorOptions
  @OptionGroup(title: "Keeping features") var store: FeatureStoreOptions
  @OptionGroup var pages: PageOptions
  @OptionGroup var shared: SharedOptions

  private var folders: [String]? { files.first == "merge" && onto == nil ? Array(files.dropFirst()) : nil }

  func validate() throws {
    if let folders {
      guard !folders.isEmpty, output != nil else {
        throw ValidationError("merge: expected folders of shards, and --output FOLDER for the whole.")
      }
    } else {
      guard onto != nil || files.count == 1 else {
        throw ValidationError(
          "expected one list, found \(files.count) files; give --onto FIXED to register them onto one.")
      }
    }
  }

  func run() throws {
    if let folders { try merge(folders) } else { try register() }
  }

  private func register() throws {
    let pairs =
      try onto.map { fixed in files.map { ListedPair(moving: URL(path: $0), fixed: URL(path: fixed)) } }
      ?? PairList.read(URL(path: files[0]))
    let folder = try OutputFolder(output ?? Self.folderName(onto ?? files[0], shard))
    var guidance = try masks.guidance()
    guidance.start = try start.searchStart()
    var shared = shared
    if colmap != nil, shared.matches.secondLook == nil { shared.matches.secondLook = .off }
    let database = try colmap.map { try ColmapDatabase(URL(path: $0), imageFolder: PairList.commonFolder(pairs)) }
    let registrar = try store.applied(to: shared.registrar())
    var options = ListRun.Options()
    options.pictures = pictures
    options.output.timings = !withoutTimings
    options.shard = shard
    let run = try ListRun(pairs, registrar: registrar, folder: folder.url, guidance: guidance, options: options)
    var progress = ProgressLine(isQuiet: shared.output.quiet, showsRate: true)
    var earlier = run.places.count
    var (results, errors) = try run.finish(ListRegistrar(registrar)) { step in
      earlier = step.earlier
      if let report = step.report { try database?.add(report) }
      progress.say(
        BatchLine(result: step.result, done: step.done, total: run.places.count).text, always: step.error != nil)
      progress.show("pairs", step.done, of: run.places.count, before: step.earlier)
    }
    let seconds = progress.seconds
    progress.end()
    // Pairs of an earlier run may have been registered without the database.
    try database?.addMissing(results, from: folder.url)
    shared.output.note(FeatureStoreOptions.note(on: registrar))
    if pages.isWanted { errors += try writePages(results, to: folder.path) }
    let rate = PairRate(pairs: results.count - earlier, seconds: seconds)
    let summary = BatchSummary(results: results, folder: folder.path, earlier: earlier, rate: rate)
    try shared.output.present(json: summary.json, summary: summary.text)
    if let first = errors.first { throw ExitCode(ExitStatus(for: first).rawValue) }
  }

  private func merge(_ folders: [String]) throws {
    let folder = try OutputFolder(output ?? ".")
    let merge = try ListMerge(folders.map { URL(path: $0) })
    let (results, missing) = try merge.write(to: folder.url)
    for part in missing { Console.complain("missing: \(part)") }
    let summary = BatchSummary(results: results, folder: folder.path, earlier: results.count, missing: missing.count)
    if pages.isWanted { _ = try writePages(results, to: folder.path) }
    try shared.output.present(json: summary.json, summary: summary.text)
    if !missing.isEmpty { throw ExitCode(ExitStatus.missingInput.rawValue) }
    if results.contains(where: { $0.error != nil }) { throw ExitCode(ExitStatus.malformedInput.rawValue) }
  }

  /// Writes the pages, and returns the errors of those that could not be written.
  private func writePages(_ results: [ListedResult], to folder: String) throws -> [any Error] {
    var progress = ProgressLine(isQuiet: shared.output.quiet)
    defer { progress.end() }
    return try ListFolder(URL(path: folder)).writePages(results, pages.size.options, onlyMissing: true) {
      progress.show("pages", $0, of: results.count)
    }
  }

  /// Returns `pairs-registered` for `lists/pairs.txt`, `pairs-registered-2-of-8` for a part.
  private static func folderName(_ path: String, _ shard: ListShard?) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent + "-registered"
      + (shard.map { "-\($0.number)-of-\($0.count)" } ?? "")
  }
}

extension ListShard {
  init(argument: String) throws {
    guard let shard = ListShard(argument) else { throw ValidationError("expected I/N, from 1/N to N/N") }
    self = shard
  }
}
