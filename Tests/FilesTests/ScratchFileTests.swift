import SuperposeFiles
import TestSupport
import Testing

@Suite struct ScratchFileTests {
  @Test func itHoldsWhatIsAddedAndGoes() throws {
    let scratch = try Scratch()
    var file: ScratchFile? = try ScratchFile(in: scratch.path)
    for part in [[UInt8](0..<100), [UInt8](100..<250)] {
      try part.withUnsafeBytes { try file?.append($0) }
    }
    #expect(file?.count == 250)
    var read = [UInt8](repeating: 0, count: 60)
    try read.withUnsafeMutableBytes { try file?.read(at: 80, into: $0) }
    #expect(read == [UInt8](80..<140))
    #expect(try scratch.names().count == 1)
    file = nil
    #expect(try scratch.names().isEmpty)
  }

  @Test func aFolderThatIsNotThereIsSaid() {
    let error = #expect(throws: FileError.self) { try ScratchFile(in: "/nowhere") }
    #expect(error?.description == "cannot write '/nowhere': no such folder; create the folder first")
  }
}
