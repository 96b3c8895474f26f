import Foundation
import SuperposeTrainingData
import Testing

/// Three photographs of different sizes in which every pixel is unique.
private let samples: [(name: String, width: Int, height: Int, kind: Photograph.Kind)] = [
  ("a.png", 7, 5, .photo), ("sub/ü.jpg", 300, 200, .texture), ("c.tif", 200, 301, .photo),
]

private func pixels(_ sample: Int) -> [UInt8] {
  (0..<samples[sample].width * samples[sample].height).map {
    UInt8(truncatingIfNeeded: $0 * 7 + sample * 31 + $0 / 256)
  }
}

private func write(_ url: URL, maximumPartBytes: Int? = nil) throws -> [URL] {
  let writer = PhotographPackWriter(url, maximumPartBytes: maximumPartBytes)
  for (i, sample) in samples.enumerated() {
    try writer.append(
      name: sample.name, width: sample.width, height: sample.height, kind: sample.kind, pixels: pixels(i))
  }
  return try writer.finish()
}

private func expectSamples(in pack: PhotographPack) {
  #expect(pack.count == samples.count)
  for i in 0..<min(pack.count, samples.count) {
    #expect(pack[i].name == samples[i].name)
    #expect(pack[i].width == samples[i].width && pack[i].height == samples[i].height)
    #expect(pack[i].kind == samples[i].kind)
    #expect(pack.withPixels(of: i) { Array($0) } == pixels(i))
  }
}

@Test func packGivesBackWhatWasWritten() throws {
  let folder = try TemporaryFolder()
  let urls = try write(folder.file("photos.pack"))
  #expect(folder.content == ["photos.pack"])
  expectSamples(in: try PhotographPack(reading: urls))
  expectSamples(in: try PhotographPack(reading: [folder.url]))
}

@Test func coloursComeBackAndTakeTheirRoom() throws {
  let folder = try TemporaryFolder()
  let writer = PhotographPackWriter(folder.file("photos.pack"))
  let colours = (0..<3 * 6).map { UInt8(10 * $0) }
  try writer.append(name: "colours", width: 3, height: 2, channels: 3, pixels: colours)
  try writer.append(name: "grey", width: 2, height: 1, pixels: [5, 6])
  let pack = try PhotographPack(reading: try writer.finish())
  #expect(pack[0].channels == 3 && pack[1].channels == 1)
  #expect(pack.withPixels(of: 0) { Array($0) } == colours && pack.withPixels(of: 1) { Array($0) } == [5, 6])
}

/// Version 1, from before photographs had colours, has no channels in the index.
@Test func packsOfTheFirstVersionAreRead() throws {
  let folder = try TemporaryFolder()
  let url = try write(folder.file("photos.pack"))[0]
  let data = try Data(contentsOf: url)
  var (header, pixels) = (Data(data[..<32]), Data(data[32...]))
  header[8] = 1
  let index = try #require(pixels.range(of: Data(#"{"isLast""#.utf8)))
  let json = String(decoding: pixels[index.lowerBound...], as: UTF8.self)
  let old = json.replacingOccurrences(of: #""channels":1,"#, with: "")
  #expect(old != json)
  header[24] = UInt8(old.utf8.count & 0xFF)
  header[25] = UInt8(old.utf8.count >> 8)
  try (header + pixels[..<index.lowerBound] + Data(old.utf8)).write(to: url)
  expectSamples(in: try PhotographPack(reading: [url]))
  header[8] = 3
  try (header + pixels[..<index.lowerBound] + Data(old.utf8)).write(to: url)
  #expect(throws: PhotographPackError.self) { try PhotographPack(reading: [url]) }
}

@Test func partsMakeOnePackInAnyOrder() throws {
  let folder = try TemporaryFolder()
  // The second and third photograph have 60,000 and 60,200 pixels; only the first fits with another.
  let urls = try write(folder.file("photos.pack"), maximumPartBytes: 61_000)
  #expect(folder.content == ["photos-00.pack", "photos-01.pack"])
  for name in folder.content {
    let pixels = try PhotographPackTestSupport.pixelBytes(folder.file(name))
    #expect(pixels <= 61_000)
  }
  expectSamples(in: try PhotographPack(reading: urls.reversed()))
  expectSamples(in: try PhotographPack(reading: [folder.url]))
}

enum PhotographPackTestSupport {
  /// Returns the bytes before the index of a part, by the position in its header.
  static func pixelBytes(_ url: URL) throws -> Int {
    let data = try Data(contentsOf: url)
    return data[16..<24].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

@Test func missingForeignAndRepeatedPartsAreRefused() throws {
  let folder = try TemporaryFolder()
  let urls = try write(folder.file("photos.pack"), maximumPartBytes: 61_000)
  let single = try write(folder.file("single.pack"))
  #expect(throws: PhotographPackError.self) { try PhotographPack(reading: [urls[0]]) }
  #expect(throws: PhotographPackError.self) { try PhotographPack(reading: [urls[1]]) }
  #expect(throws: PhotographPackError.self) { try PhotographPack(reading: [urls[0], urls[0]]) }
  #expect(throws: PhotographPackError.self) { try PhotographPack(reading: single + [urls[1]]) }
}

@Test func damagedPacksAreRefused() throws {
  let folder = try TemporaryFolder()
  let url = try write(folder.file("photos.pack"))[0]
  let whole = try Data(contentsOf: url)
  func kind(of bytes: Data) throws -> PhotographPackError.Kind? {
    try bytes.write(to: url)
    do throws(PhotographPackError) {
      _ = try PhotographPack(reading: [url])
      return nil
    } catch {
      return error.kind
    }
  }
  for count in [0, 10, 31, 32, 5_000, whole.count - 1] { #expect(try kind(of: whole.prefix(count)) == .malformed) }
  #expect(try kind(of: Data("not a pack".utf8) + whole) == .malformed)
  // The index is valid JSON but points past the pixels.
  let range = try #require(whole.range(of: Data("301".utf8), options: .backwards))
  #expect(try kind(of: whole.replacing(range, "901")) == .malformed)
  #expect(try kind(of: whole) == nil)
}

extension Data {
  fileprivate func replacing(_ range: Range<Int>, _ text: String) -> Data {
    var copy = self
    copy.replaceSubrange(range, with: Data(text.utf8))
    return copy
  }
}

@Test func missingPackSaysSo() throws {
  let folder = try TemporaryFolder()
  for url in [folder.url, folder.file("none.pack")] {
    let error = #expect(throws: PhotographPackError.self) { try PhotographPack(reading: [url]) }
    #expect(error?.kind == .notFound)
  }
}

@Test func unfinishedPackLeavesTheOldOneAndNothingElse() throws {
  let folder = try TemporaryFolder()
  let url = folder.file("photos.pack")
  _ = try write(url)
  let old = try Data(contentsOf: url)
  do {
    let writer = PhotographPackWriter(url)
    try writer.append(name: "x", width: 2, height: 1, pixels: [1, 2])
    #expect(folder.content.count == 2)
  }
  #expect(folder.content == ["photos.pack"])
  #expect(try Data(contentsOf: url) == old)
}

@Test func unwritableFolderIsAnError() throws {
  let folder = try TemporaryFolder()
  let writer = PhotographPackWriter(folder.file("none/photos.pack"))
  let error = #expect(throws: PhotographPackError.self) {
    try writer.append(name: "x", width: 1, height: 1, pixels: [0])
  }
  #expect(error?.kind == .cannotWrite)
}
