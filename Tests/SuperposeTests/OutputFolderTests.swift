import Foundation
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
    let paths = try Synthetic.registration().write(to: output, options: .init())
    #expect(try names(in: output) == everything)
    #expect(Set(paths) == Set(everything.map { output + "/" + $0 }))
    #expect(paths.last == output + "/registration.json")
    try Synthetic.registration().write(to: output, options: .init(both: true))
    #expect(try names(in: output) == everything.union(["warped-fixed.png"]))
  }
}

@Test func aFailureWritesTwoFilesAndRemovesStaleOnes() throws {
  try withTemporaryFolder { folder in
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
    try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/warped.tiff"))
    try Synthetic.registration().write(to: folder, options: .init(both: true))
    #expect(try names(in: folder) == everything.union(["warped-fixed.png", "notes.txt"]))
    try Synthetic.registration(verdict: .failed).write(to: folder)
    #expect(try names(in: folder) == ["matches.png", "registration.json", "notes.txt"])
  }
}

@Test func theWrittenReportIsTheJSON() throws {
  try withTemporaryFolder { folder in
    let registration = Synthetic.registration()
    try registration.write(to: folder, options: .init(timings: false))
    let written = try Data(contentsOf: URL(fileURLWithPath: folder + "/registration.json"))
    #expect(try written == registration.json(timings: false))
  }
}

@Test func aFileInTheWayIsNamed() throws {
  try withTemporaryFolder { folder in
    let file = folder + "/taken"
    try Data().write(to: URL(fileURLWithPath: file))
    let error = #expect(throws: OutputError.self) { try Synthetic.registration().write(to: file) }
    #expect(error?.kind == .notAFolder)
    #expect(
      error?.description
        == "cannot write to '\(file)': a file is in the way; choose a folder, or a name that is not taken")
    #expect(throws: OutputError.self) { try Synthetic.registration().write(to: file + "/below") }
  }
}

/// `/proc` refuses new folders to everyone, also to root, whom permissions do not stop.
@Test func aFolderThatCannotBeMadeIsAnError() throws {
  let error = #expect(throws: OutputError.self) { try Synthetic.registration().write(to: "/proc/superpose-output") }
  #expect(error?.kind == .cannotWrite)
}

@Test func systemErrorsHaveKinds() {
  #expect(OutputError("out", errno: EACCES).kind == .permissionDenied)
  #expect(OutputError("out", errno: EROFS).kind == .permissionDenied)
  #expect(OutputError("out", errno: ENOSPC).kind == .diskFull)
  #expect(
    OutputError("out", errno: EACCES).description
      == "cannot write to 'out': permission denied; choose a folder in which you may write")
}

/// The report comes last, so all pictures are made when it fails.
@Test func anErrorLeavesTheFolderAsItWas() throws {
  try withTemporaryFolder { folder in
    try Synthetic.registration().write(to: folder)
    let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/registration.json"))
    var broken = Synthetic.registration()
    broken.report.statistics.inlierRatio = .nan  // which JSON cannot say
    #expect(throws: EncodingError.self) { try broken.write(to: folder) }
    #expect(try names(in: folder) == everything)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/registration.json")) == before)
    #expect(throws: EncodingError.self) { try broken.write(to: folder + "/new") }
    #expect(try names(in: folder) == everything)
  }
}
