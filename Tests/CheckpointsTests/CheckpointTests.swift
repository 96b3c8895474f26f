import Foundation
import SuperposeFiles
import Testing

@testable import SuperposeCheckpoints

@Test(arguments: [
  "zip.pth", "legacy.pth", "protocol4.pth", "legacy-protocol4.pth", "zip64.pth", "module.pth", "legacy-module.pth",
  "nested.pth", "nested-model.pth", "python2-cuda.pth", "all.safetensors",
])
func tensorsAreAsPythonReadsThem(name: String) throws {
  let expected = try #require(try Fixture.expected()[name])
  let checkpoint = try Checkpoint(contentsOf: URL(filePath: Fixture.path(name)))
  #expect(Set(checkpoint.tensors.keys) == Set(expected.keys))
  for (tensorName, tensor) in expected {
    let found = try #require(checkpoint.tensors[tensorName])
    #expect(found.shape == tensor.shape, "\(tensorName)")
    // Bit patterns are compared, so that -0 and 0 differ.
    #expect(found.values.map(\.bitPattern) == tensor.values.map(\.bitPattern), "\(tensorName)")
  }
}

@Test func everyFixtureWithExpectedValuesIsTested() throws {
  #expect(try Fixture.expected().count == 11)
}

@Test func formatIsToldByContent() throws {
  try Fixture.withFolder { folder throws in
    let misnamed = folder.appendingPathComponent("weights.safetensors").path
    try FileManager.default.copyItem(atPath: try Fixture.path("zip.pth"), toPath: misnamed)
    let checkpoint = try Checkpoint(contentsOf: URL(filePath: misnamed))
    #expect(checkpoint.tensors == (try Checkpoint(contentsOf: URL(filePath: Fixture.path("legacy.pth")))).tensors)
    #expect(checkpoint.file == misnamed)
  }
}

@Test func metadataIsTheFreeTextOfSafetensors() throws {
  let metadata = ["format": "pt", "licence": "none \"needed\""]
  #expect(try Checkpoint(contentsOf: URL(filePath: Fixture.path("all.safetensors"))).metadata == metadata)
  #expect(try Checkpoint(contentsOf: URL(filePath: Fixture.path("zip.pth"))).metadata.isEmpty)
}

@Test func checkpointKnowsItsHash() throws {
  let path = try Fixture.path("module.pth")
  #expect(
    try Checkpoint(contentsOf: URL(filePath: path)).sha256
      == sha256(of: Array(Data(contentsOf: URL(fileURLWithPath: path)))))
}

@Test func filesThatAreNotThere() throws {
  let folder = try Fixture.path("hostile")
  let missing = folder + "/none.pth"
  let notFound = #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: URL(filePath: missing)) }
  #expect(notFound?.kind == .notFound)
  #expect(notFound?.description == "\(missing): There is no such file. Check the path.")
  let isFolder = #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: URL(filePath: folder)) }
  #expect(isFolder?.kind == .notFound)
  #expect(
    isFolder?.description
      == "\(folder): This is a folder or a device, not a file. Give the checkpoint file itself.")
}

@Test func openingFaultsSayWhatTheSystemSaid() {
  #expect(
    Fault(FileError(.read, "a.pth", code: EACCES)).at("a.pth").description
      == "a.pth: The file may not be read by this user. Check its permissions.")
  #expect(Fault(FileError(.read, "a.pth", code: EACCES)).kind == .permissionDenied)
  #expect(
    Fault(FileError(.read, "a.pth", code: EIO)).at("a.pth").description
      == "a.pth: The file could not be read: Input/output error. Check the disk, then try again.")
}

@Test(
  arguments: [
    ([], "The file is empty."),
    (Array("not a checkpoint".utf8), "The file is neither safetensors nor written by PyTorch's torch.save."),
    (Array("PK\u{3}\u{4} and then nothing".utf8), "The file begins as a zip archive but has no directory at its end."),
    ([0x80, 2, 0x4B, 1, 0x2E], "The file is a Python pickle, but not one that torch.save wrote."),
  ] as [([UInt8], String)])
func otherFilesAreRefused(bytes: [UInt8], problem: String) {
  let fault = #expect(throws: Fault.self) { try Fixture.contents(bytes) }
  #expect(fault?.kind == .malformed)
  #expect(fault?.problem == problem)
}

@Test func namesFromFilesCannotSteerATerminal() {
  let error = Fault.malformed("The entry '\u{1B}[2J\(String(repeating: "x", count: 10_000))' is odd.").at("a.pth")
  #expect(error.problem.hasPrefix("The entry '\u{FFFD}[2Jxxx"))
  #expect(error.problem.count == 6001)
}
