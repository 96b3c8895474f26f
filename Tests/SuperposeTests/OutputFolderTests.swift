import Foundation
import SuperposeFiles
import Testing

@testable import Superpose

private let everything: Set = [
  "warped.png", "overlap-fixed.png", "overlap-moving.png", "matches.png", "overlay.png", "aligned.png",
  "registration.json",
]

private func names(in folder: String) throws -> Set<String> {
  Set(try FileManager.default.contentsOfDirectory(atPath: folder))
}

@Test func aRegistrationWritesItsFiles() throws {
  try withTemporaryFolder { folder in
    let output = folder + "/new/folder with spaces"
    let paths = try Synthetic.registration().write(to: URL(filePath: output), options: .init()).files.map(\.pathText)
    #expect(try names(in: output) == everything)
    #expect(Set(paths) == Set(everything.map { output + "/" + $0 }))
    #expect(paths.last == output + "/registration.json")
    try Synthetic.registration().write(to: URL(filePath: output), options: .init(both: true))
    #expect(try names(in: output) == everything.union(["warped-fixed.png"]))
  }
}

@Test func aFailureWritesTwoFilesAndRemovesStaleOnes() throws {
  try withTemporaryFolder { folder in
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
    try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/warped.tiff"))
    try Synthetic.registration().write(to: URL(filePath: folder), options: .init(both: true))
    #expect(try names(in: folder) == everything.union(["warped-fixed.png", "notes.txt"]))
    try Synthetic.registration(verdict: .failed).write(to: URL(filePath: folder))
    #expect(try names(in: folder) == ["matches.png", "registration.json", "notes.txt"])
  }
}

@Test func theWrittenReportIsTheJSON() throws {
  try withTemporaryFolder { folder in
    let registration = Synthetic.registration()
    try registration.write(to: URL(filePath: folder), options: .init(timings: false))
    let written = try Data(contentsOf: URL(fileURLWithPath: folder + "/registration.json"))
    #expect(try written == registration.json(timings: false))
  }
}

/// Writing is a stage like the others: it is shown, and the report contains its time.
@Test func writingIsShownAndCounted() throws {
  try withTemporaryFolder { folder in
    let registration = Synthetic.registration()
    var steps: [WritingProgress] = []
    let written = try registration.write(to: URL(filePath: folder)) { steps.append($0) }
    #expect(steps.map { folder + "/" + $0.name } == written.files.map(\.pathText))
    #expect(steps.map(\.done) == Array(0..<7) && steps.allSatisfy { $0.total == 7 })
    let seconds = try #require(written.report.seconds)
    #expect(try #require(seconds[.write]) > 0)
    #expect(registration.report.seconds?[.write] == nil)
    let before = try #require(registration.report.seconds)
    #expect(abs(seconds.total - before.total - (seconds[.write] ?? 0)) < 1e-9)
    let file = try Data(contentsOf: URL(fileURLWithPath: folder + "/registration.json"))
    #expect(try file == written.report.json())
  }
}

@Test func aFileInTheWayIsNamed() throws {
  try withTemporaryFolder { folder in
    let file = folder + "/taken"
    try Data().write(to: URL(fileURLWithPath: file))
    let error = #expect(throws: OutputError.self) { try Synthetic.registration().write(to: URL(filePath: file)) }
    #expect(error?.kind == .notAFolder)
    #expect(
      error?.description
        == "cannot write to '\(file)': a file is in the way; choose a folder, or a name that is not taken")
    #expect(throws: OutputError.self) { try Synthetic.registration().write(to: URL(filePath: file + "/below")) }
  }
}

/// `/proc` refuses new folders to everyone, even to root, whom permissions do not stop.
@Test func aFolderThatCannotBeMadeIsAnError() throws {
  let error = #expect(throws: OutputError.self) {
    try Synthetic.registration().write(to: URL(filePath: "/proc/superpose-output"))
  }
  #expect(error?.kind == .cannotWrite)
}

@Test func systemErrorsHaveKinds() {
  #expect(OutputError(FileError(.write, "out", code: EACCES)).kind == .permissionDenied)
  #expect(OutputError(FileError(.write, "out", code: EROFS)).kind == .permissionDenied)
  #expect(OutputError(FileError(.write, "out", code: ENOSPC)).kind == .diskFull)
  #expect(
    OutputError(FileError(.write, "out", code: EACCES)).description
      == "cannot write to 'out': permission denied; choose a folder in which you may write")
}

/// The report is written last, so that all pictures are made when it fails.
@Test func anErrorLeavesTheFolderAsItWas() throws {
  try withTemporaryFolder { folder in
    try Synthetic.registration().write(to: URL(filePath: folder))
    let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/registration.json"))
    var broken = Synthetic.registration()
    broken.report.statistics.inlierRatio = .nan  // which JSON cannot say
    #expect(throws: EncodingError.self) { try broken.write(to: URL(filePath: folder)) }
    #expect(try names(in: folder) == everything)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/registration.json")) == before)
    #expect(throws: EncodingError.self) { try broken.write(to: URL(filePath: folder + "/new")) }
    #expect(try names(in: folder) == everything)
  }
}

/// The second of three files is missing when they are given their names.
@Test func aRenameThatFailsLeavesTheFolderAsItWas() throws {
  try withTemporaryFolder { path in
    let old = ["matches.png", "overlay.png", "stale.png", "registration.json"]
    for name in old { try Data("old \(name)".utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }
    let folder = try OutputFolder(path)
    for name in ["matches.png", "registration.json"] { try folder.stage("new".utf8, as: name) }
    let error = #expect(throws: OutputError.self) {
      try folder.commit(["matches.png", "overlay.png", "registration.json"], outOf: old)
    }
    #expect(error?.path == path + "/overlay.png")
    folder.discard()
    #expect(try names(in: path) == Set(old))
    for name in old {
      #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)) == Data("old \(name)".utf8))
    }
  }
}

@Test func aFolderInAFilesPlaceIsNamedBeforeAnythingChanges() throws {
  try withTemporaryFolder { folder in
    try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/registration.json"))
    try FileManager.default.createDirectory(atPath: folder + "/overlay.png", withIntermediateDirectories: false)
    let error = #expect(throws: OutputError.self) { try Synthetic.registration().write(to: URL(filePath: folder)) }
    #expect(error?.kind == .cannotWrite)
    #expect(
      error?.description
        == "cannot write to '\(folder)/overlay.png': it is a folder; move it away or choose another folder")
    #expect(try names(in: folder) == ["registration.json", "overlay.png"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/registration.json")) == Data("old".utf8))
  }
}

@Test func absurdlyLargePicturesAreRefused() {
  let image = Synthetic.image(ImageSize(width: 2, height: 2), channels: 4, white: UInt16.max)
  let error = #expect(throws: OutputError.self) {
    try OutputError.check("out", pixels: ImageSize(width: 30_000, height: 30_000), of: image)
  }
  #expect(
    error?.description
      == "cannot write to 'out': a warped image of 30000x30000 would take more than 4 GiB; give smaller images")
  #expect(throws: Never.self) {
    try OutputError.check("out", pixels: ImageSize(width: 20_000, height: 20_000), of: image)
  }
}
