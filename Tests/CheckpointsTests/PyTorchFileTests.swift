import Testing

@testable import SuperposeCheckpoints

/// Returns a fixture in which some occurrences of `old` are replaced by `new`, which has the same length.
private func edited(
  _ fixture: String, _ old: [UInt8], _ new: [UInt8], at choose: ([Int]) -> [Int] = { $0.suffix(1) }
) throws -> [UInt8] {
  var bytes = try Fixture.bytes(fixture)
  try #require(old.count == new.count)
  let places = bytes.indices.dropLast(old.count - 1).filter { bytes[$0..<$0 + old.count].elementsEqual(old) }
  try #require(!places.isEmpty)
  for place in choose(places) { bytes.replaceSubrange(place..<place + old.count, with: new) }
  return bytes
}

private func problem(_ bytes: [UInt8]) -> String? {
  let fault = #expect(throws: Fault.self) { try Fixture.contents(bytes) }
  #expect(fault?.kind == .malformed)
  return fault?.problem
}

@Test(
  arguments: [
    ("little", "middle", false, "The archive's byte order is 'middle', not 'little'."),
    ("data.pkl", "data.pkx", true, "The zip archive should have one entry data.pkl, but has 0."),
    ("zip/data/5", "zip/data/4", false, "The zip archive has two entries named 'zip/data/4'."),
    ("zip/data/0", "zip/data/x", true, "The zip archive has no entry 'zip/data/0'."),
    ("PK\u{5}\u{6}", "PK\u{5}\u{5}", false, "The file begins as a zip archive but has no directory at its end."),
  ] as [(String, String, Bool, String)])
func damagedArchives(old: String, new: String, all: Bool, expected: String) throws {
  #expect(problem(try edited("zip.pth", Array(old.utf8), Array(new.utf8), at: { all ? $0 : $0.suffix(1) })) == expected)
}

@Test func archiveRecordsAreCheckedWhereTheDirectoryPoints() throws {
  let local = problem(try edited("zip64.pth", Array("PK\u{3}\u{4}".utf8), Array("PK\u{3}\u{5}".utf8), at: { [$0[4]] }))
  #expect(local?.contains("has no local header at byte ") == true)
  let entry = problem(try edited("zip64.pth", Array("PK\u{1}\u{2}".utf8), Array("PK\u{1}\u{3}".utf8)))
  #expect(entry?.hasPrefix("The zip archive's directory has no entry at byte ") == true)
  let record = problem(try edited("zip64.pth", Array("PK\u{6}\u{6}".utf8), Array("PK\u{6}\u{5}".utf8)))
  #expect(record?.hasPrefix("The zip archive has no zip64 directory record at byte ") == true)
}

@Test func storageShorterThanItsTensorsIsRefused() throws {
  // The storage of the f32 tensor has 24 elements and is declared with 25 (BININT1 after the location).
  let location: [UInt8] = Array("cpu".utf8)
  let bytes = try Fixture.bytes("module.pth")
  let start = try #require(bytes.indices.dropLast(3).first { bytes[$0..<$0 + 3].elementsEqual(location) })
  let count = try #require(bytes[start...].firstIndex(of: 0x4B))
  var longer = bytes
  longer[count + 1] += 1
  #expect(problem(longer) == "Storage '0' should take 76 bytes, but its entry in the archive has 72.")
}

@Test func legacyPreambleIsChecked() throws {
  let endian = Array("little_endian".utf8)
  let bytes = try Fixture.bytes("legacy.pth")
  let start = try #require(bytes.indices.first { bytes[$0..<$0 + endian.count].elementsEqual(endian) })
  let flag = try #require(bytes[start...].firstIndex(of: 0x88))
  var big = bytes
  big[flag] = 0x89
  #expect(problem(big) == "The PyTorch file is big-endian.")
  let version = try edited("legacy.pth", [0x80, 2, 0x4D, 0xE9, 3], [0x80, 2, 0x4D, 0xEA, 3], at: { $0 })
  #expect(problem(version) == "The PyTorch file is not of protocol version 1001.")
}

@Test func legacyStoragesAreCheckedAgainstTheirTensors() throws {
  let count: [UInt8] = [12, 0, 0, 0, 0, 0, 0, 0]
  let shorter = try edited("python2-cuda.pth", count, [11] + count.dropFirst())
  #expect(problem(shorter) == "Storage '1401' should have 12 elements, but 11 are stored.")
  let unknown = try edited("python2-cuda.pth", Array("1401".utf8), Array("1499".utf8))
  #expect(problem(unknown) == "The PyTorch file lists a storage '1499' that no tensor uses.")
}
