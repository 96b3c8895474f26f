public import Foundation
import SuperposeFiles
public import SuperposeGeometry
public import SuperposeImaging
import SuperposeMatching

/// What a registration can write.
public enum RegistrationOutput: String, Sendable, CaseIterable {
  /// `registration.json`.
  case json
  /// The moving image in the fixed image's frame, or in the part of its plane that the framing names.
  case warped
  /// The fixed image in the moving image's frame.
  case warpedFixed = "warped-fixed"
  /// What both images show, of both.
  case overlap
  /// The matches as a picture.
  case matches
  /// Both images in one picture.
  case overlay
  /// Both images in either frame.
  case aligned

  /// What is written where nobody chooses.
  public static let usual: Set<RegistrationOutput> = Set(allCases).subtracting([.warpedFixed])
}

/// What ``Registration/write(to:options:progress:)`` writes, beyond what it always does.
public struct RegistrationOutputOptions: Hashable, Sendable {
  /// Whether the fixed image is also warped into the moving image's frame, as `warped-fixed.*`.
  public var both = false
  /// Whether `registration.json` has the times of the stages.
  public var timings = true
  /// How `overlay.png` shows both images.
  public var overlay = OverlayStyle.twoColors
  /// How many matches `matches.png` shows at most; nil for all.
  public var matchLines: Int? = Figure.defaultLines
  /// What is written; ``both`` adds to it.
  public var outputs = RegistrationOutput.usual
  /// Which part of the fixed image's plane `warped.*` shows. With another one than `fixed`, `fixed-framed.*` is the
  /// fixed image in the same frame, and `registration.json` says where it begins.
  public var framing = Framing.fixed
  /// The forms in which the transform is written for other programs as well.
  public var forms: [TransformForm] = []
  /// Whether `matches.csv` is written: `x0`, `y0`, `x1`, `y1`, `confidence`, `inlier`, `residual`.
  public var matchesTable = false

  /// All that is always written, with the given changes.
  public init(
    both: Bool = false, timings: Bool = true, overlay: OverlayStyle = .twoColors,
    matchLines: Int? = Figure.defaultLines, outputs: Set<RegistrationOutput> = RegistrationOutput.usual
  ) {
    self.outputs = outputs
    self.both = both
    self.timings = timings
    self.overlay = overlay
    self.matchLines = matchLines
  }
}

extension Registration {
  /// Writes the result into a folder, which is made where it is missing.
  ///
  /// ``RegistrationOutputOptions/outputs`` chooses among them. `warped.*`, `overlap-fixed.*` and `overlap-moving.*`
  /// have the depth and channels of the image that they come from: PNG, or TIFF where that was a TIFF or is of floating
  /// point. Where the images are too large for the memory (``isReduced``) these are made from the files, part by part,
  /// as tiled BigTIFF files. Beside them stand `matches.png`, `overlay.png`, `aligned.png` and `registration.json`. A
  /// failed registration has the first and the last of these four only. Files of these names are replaced, and those
  /// that this result does not have are removed; other files stay as they are. All files appear together, the JSON
  /// last. After an error the folder is as it was: what had been put aside for the new files is put back.
  ///
  /// - Parameters:
  ///   - folder: where the files go.
  ///   - options: what is written beside what always is.
  ///   - progress: told before each file.
  /// - Returns: the files, and the report with the time that writing took.
  /// - Throws: ``OutputError`` for the folder, `ImageError` for a picture, ``TransformError`` where the framing or a
  ///   form does not fit the transform.
  @discardableResult
  public func write(
    to folder: URL, options: RegistrationOutputOptions = .init(), progress: (WritingProgress) -> Void = { _ in }
  ) throws -> WrittenRegistration {
    let directory = folder.pathText
    var report = report
    if verdict != .failed { report.frame = try frame(options.framing, directory) }
    let output = try OutputFolder(directory)
    do {
      let files = try stage(in: output, options, progress, &report)
      try output.commit(files, outOf: Self.outputNames)
      return WrittenRegistration(files: files.map { URL(path: directory + "/" + $0) }, report: report)
    } catch {
      output.discard()
      throw error
    }
  }

  /// Where results begin; nil in the fixed image's own frame. A small image warped onto a huge one may become too large
  /// for the memory, which would stop the program.
  private func frame(_ framing: Framing, _ directory: String) throws -> AppliedTransform.Frame? {
    if !isReduced {
      try OutputError.check(directory, pixels: fixed.size, of: moving)
      try OutputError.check(directory, pixels: moving.size, of: fixed)
    }
    guard framing != .fixed else { return nil }
    let frame = try AppliedTransform.Frame(framing, of: try report.imageTransform())
    guard !isReduced else { return frame }
    for image in [moving, fixed] { try OutputError.check(directory, pixels: frame.area.size, of: image) }
    return frame
  }

  /// Writes all files where they wait; gives their names. One picture is in memory at a time.
  private func stage(
    in folder: OutputFolder, _ options: RegistrationOutputOptions, _ progress: (WritingProgress) -> Void,
    _ report: inout RegistrationReport
  ) throws -> [String] {
    var timings = Timings()
    let frame = report.frame
    let names = try timings.measure(.write) {
      try stagePictures(in: folder, frame, options, progress) + stageTables(in: folder, frame, options)
    }
    report.seconds? += timings
    guard options.outputs.contains(.json) else { return names }
    try report.stage(in: folder, timings: options.timings)
    return names + [Self.reportName]
  }

  /// Writes the matches and the transform for other programs.
  private func stageTables(
    in folder: OutputFolder, _ frame: AppliedTransform.Frame?, _ options: RegistrationOutputOptions
  ) throws -> [String] {
    var names: [String] = []
    if options.matchesTable {
      try folder.stage(report.matchesTable.utf8, as: Self.matchesTableName)
      names.append(Self.matchesTableName)
    }
    guard verdict != .failed, !options.forms.isEmpty else { return names }
    var transform = try report.imageTransform()
    if let frame { transform = try frame.framed(transform) }
    return names + (try folder.stage(options.forms, of: transform))
  }

  private func stagePictures(
    in folder: OutputFolder, _ frame: AppliedTransform.Frame?, _ options: RegistrationOutputOptions,
    _ progress: (WritingProgress) -> Void
  ) throws -> [String] {
    let place = try ImageFrame(path: report.fixed.path, size: report.fixed.size).georeference()
    let outputs = outputs(options, frame, place)
    let total = outputs.count + (options.outputs.contains(.json) ? 1 : 0)
    var names: [String] = []
    for (index, output) in outputs.enumerated() {
      var state = WritingProgress(name: output.name, done: index, total: total)
      progress(state)
      let outputPlace = output.area.flatMap { place?.moved(by: $0.fixedFromArea) }
      if let stream = output.stream {
        try folder.stagePicture(as: output.name, outputPlace) { (url) throws(ImageError) in
          try stream.write(to: url) {
            state.fraction = $0
            progress(state)
          }
        }
      } else {
        guard let picture = output.picture() else { continue }
        try folder.stagePicture(as: output.name, outputPlace) { (url) throws(ImageError) in try picture.write(to: url) }
      }
      names += [output.name] + (outputPlace?.companionNames(of: output.name) ?? [])
    }
    if total > outputs.count { progress(WritingProgress(name: Self.reportName, done: outputs.count, total: total)) }
    return names
  }
}

extension RegistrationReport {
  /// Writes `registration.json` alone, as ``Registration/write(to:options:progress:)`` does: pictures of an earlier
  /// result are removed.
  package func write(to directory: String, timings: Bool) throws {
    let folder = try OutputFolder(directory)
    do {
      try stage(in: folder, timings: timings)
      try folder.commit([Registration.reportName], outOf: Registration.outputNames)
    } catch {
      folder.discard()
      throw error
    }
  }

  fileprivate func stage(in folder: OutputFolder, timings: Bool) throws {
    try folder.stage(json(timings: timings), as: Registration.reportName)
  }
}

/// What ``Registration/write(to:options:progress:)`` has written.
public struct WrittenRegistration: Sendable {
  /// The files, `registration.json` last.
  public let files: [URL]
  /// What `registration.json` holds: the registration's report and, as the stage `write`, the seconds that its pictures
  /// took to be drawn, encoded and written.
  public let report: RegistrationReport
}

/// How far the writing of a registration has come.
public struct WritingProgress: Hashable, Sendable {
  /// The file that is written now.
  public let name: String
  /// How many files are written.
  public let done: Int
  /// How many files there will be at most.
  public let total: Int
  /// Which share of the file is written that is written now, 0...1; 0 for one that is written at once.
  public internal(set) var fraction = 0.0

  package init(name: String, done: Int, total: Int) {
    (self.name, self.done, self.total) = (name, done, total)
  }
}
