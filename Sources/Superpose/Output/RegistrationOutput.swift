public import Foundation
import SuperposeFiles
public import SuperposeImaging
import SuperposeMatching

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

  /// All that is always written, with the given changes.
  public init(
    both: Bool = false, timings: Bool = true, overlay: OverlayStyle = .twoColors,
    matchLines: Int? = Figure.defaultLines
  ) {
    self.both = both
    self.timings = timings
    self.overlay = overlay
    self.matchLines = matchLines
  }
}

extension Registration {
  /// Writes the result into a folder, which is made where it is missing.
  ///
  /// `warped.*`, `overlap-fixed.*` and `overlap-moving.*` have the depth and channels of the image that they come from:
  /// PNG, or TIFF where that was a TIFF or is of floating point. Beside them stand `matches.png`, `overlay.png`,
  /// `aligned.png` and `registration.json`. A failed registration has the first and the last of these four only. Files
  /// of these names are replaced, and those that this result does not have are removed; other files stay as they are.
  /// All files appear together, the JSON last. After an error the folder is as it was: what had been put aside for the
  /// new files is put back.
  ///
  /// - Parameters:
  ///   - folder: where the files go.
  ///   - options: what is written beside what always is.
  ///   - progress: told before each file.
  /// - Returns: the files, and the report with the time that writing took.
  /// - Throws: ``OutputError`` for the folder, `ImageError` for a picture.
  @discardableResult
  public func write(
    to folder: URL, options: RegistrationOutputOptions = .init(), progress: (WritingProgress) -> Void = { _ in }
  ) throws -> WrittenRegistration {
    let directory = folder.pathText
    if verdict != .failed { try checkSizes(directory) }
    let output = try OutputFolder(directory)
    do {
      var report = report
      let files = try stage(in: output, options, progress, &report)
      try output.commit(files, outOf: Self.outputNames)
      return WrittenRegistration(files: files.map { URL(path: directory + "/" + $0) }, report: report)
    } catch {
      output.discard()
      throw error
    }
  }

  /// A small image warped onto a huge one may become too large for the memory, which would stop the program.
  private func checkSizes(_ directory: String) throws(OutputError) {
    try OutputError.check(directory, pixels: fixed.size, of: moving)
    try OutputError.check(directory, pixels: moving.size, of: fixed)
  }

  /// Writes all files where they wait; gives their names. One picture is in memory at a time.
  private func stage(
    in folder: OutputFolder, _ options: RegistrationOutputOptions, _ progress: (WritingProgress) -> Void,
    _ report: inout RegistrationReport
  ) throws -> [String] {
    var timings = Timings()
    let names = try timings.measure(.write) { try stagePictures(in: folder, options, progress) }
    report.seconds? += timings
    try report.stage(in: folder, timings: options.timings)
    return names + [Self.reportName]
  }

  private func stagePictures(
    in folder: OutputFolder, _ options: RegistrationOutputOptions, _ progress: (WritingProgress) -> Void
  ) throws -> [String] {
    let outputs = outputs(options)
    var names: [String] = []
    for (index, output) in outputs.enumerated() {
      progress(WritingProgress(name: output.name, done: index, total: outputs.count + 1))
      guard let picture = output.picture() else { continue }
      do { try picture.write(to: URL(path: folder.stagedPath(output.name))) } catch {
        // The user knows the file by the name that it was to get.
        var error = error
        error.path = folder.path + "/" + output.name
        throw error
      }
      names.append(output.name)
    }
    progress(WritingProgress(name: Self.reportName, done: outputs.count, total: outputs.count + 1))
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
}
