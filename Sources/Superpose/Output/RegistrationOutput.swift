import SuperposeFiles
public import SuperposeImaging

/// What ``Registration/write(to:options:)`` writes, beyond what it always does.
public struct RegistrationOutputOptions: Hashable, Sendable {
  /// Whether the fixed image is also warped into the moving image's frame, as `warped-fixed.*`.
  public var both = false
  /// Whether `registration.json` has the times of the stages.
  public var timings = true
  public var overlay = OverlayStyle.twoColors
  /// How many matches `matches.png` shows at most; nil for all.
  public var matchLines: Int? = Figure.defaultLines

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
  /// - Returns: the paths of the files, `registration.json` last.
  /// - Throws: ``OutputError`` for the folder, `ImageError` for a picture.
  @discardableResult
  public func write(to directory: String, options: RegistrationOutputOptions = .init()) throws -> [String] {
    if verdict != .failed { try checkSizes(directory) }
    let folder = try OutputFolder(directory)
    do {
      let files = try stage(in: folder, options)
      try folder.commit(files, outOf: Self.outputNames)
      return files.map { directory + "/" + $0 }
    } catch {
      folder.discard()
      throw error
    }
  }

  /// A small image warped onto a huge one may become too large for the memory, which would stop the program.
  private func checkSizes(_ directory: String) throws(OutputError) {
    try OutputError.check(directory, pixels: fixed.size, of: moving)
    try OutputError.check(directory, pixels: moving.size, of: fixed)
  }

  /// Writes all files where they wait; gives their names. One picture is in memory at a time.
  private func stage(in folder: OutputFolder, _ options: RegistrationOutputOptions) throws -> [String] {
    var names: [String] = []
    for output in outputs(options) {
      guard let picture = output.picture() else { continue }
      do { try picture.write(to: folder.stagedPath(output.name)) } catch {
        // The user knows the file by the name that it was to get.
        var error = error
        error.path = folder.path + "/" + output.name
        throw error
      }
      names.append(output.name)
    }
    try report.stage(in: folder, timings: options.timings)
    return names + [Self.reportName]
  }
}

extension RegistrationReport {
  /// Writes `registration.json` alone, as ``Registration/write(to:options:)`` does: pictures of an earlier result are
  /// removed.
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
