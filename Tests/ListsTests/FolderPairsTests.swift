import Foundation
import SuperposeImaging
import TestSupport
import Testing

@testable import SuperposeLists

@Suite struct FolderPairsTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func folder(_ names: [String]) throws -> FolderPairs {
    for name in names { try scratch.write("photos/" + name, "") }
    return try FolderPairs(URL(filePath: scratch.path("photos")))
  }

  private func names(_ found: FolderPairs) -> [String] {
    found.images.map { String($0.path.dropFirst(scratch.path("photos/").count)) }
  }

  @Test func imagesAreInTheOrderOfTheirNumbers() throws {
    let found = try folder(["b10.jpg", "b9.JPG", "a/2.png", ".hidden.jpg", "notes.txt", "a/10.tif", "b9.webp"])
    #expect(names(found) == ["a/2.png", "a/10.tif", "b9.JPG", "b9.webp", "b10.jpg"])
  }

  @Test func patternsMakeEachPairOnce() throws {
    var found = try folder((0..<5).map { "\($0).jpg" })
    let all = try found.pairs(.exhaustive)
    #expect(all.count == 10 && Set(all.map { [$0.moving, $0.fixed] }).count == 10)
    #expect(all.allSatisfy { $0.moving > $0.fixed })
    let row = try found.pairs(.sequential(2)).map { [$0.moving, $0.fixed] }
    #expect(row == [[1, 0], [2, 0], [2, 1], [3, 1], [3, 2], [4, 2], [4, 3]])
    #expect(try found.pairs(.sequential(100)).count == 10)
  }

  @Test func foldersWithoutImagesAreRefused() throws {
    #expect(throws: PairListError.self) { try FolderPairs(URL(filePath: scratch.path("nowhere"))) }
    let error = #expect(throws: PairListError.self) { try folder(["one.jpg", "notes.txt"]) }
    #expect(error?.description.contains("expected two images or more, found 1") == true)
    var found = try folder(["two.jpg"])
    let unlocated = #expect(throws: PairListError.self) { try found.pairs(.nearest(2)) }
    #expect(unlocated?.description.contains("0 of 2 images say in their EXIF") == true)
  }

  /// Pillow writes the places: a row of five along a street in Greenwich across the meridian, and one in Australia.
  @Test func imagesAreNextToThoseThatWereTakenNearby() throws {
    let script = """
      import sys
      from PIL import Image
      def exif(latitude, longitude):
          data = Image.Exif()
          def parts(value):
              value = abs(value)
              minutes = (value % 1) * 60
              return (float(int(value)), float(int(minutes)), (minutes % 1) * 60)
          data[34853] = {1: 'N' if latitude >= 0 else 'S', 2: parts(latitude),
                         3: 'E' if longitude >= 0 else 'W', 4: parts(longitude)}
          return data
      for i in range(5):
          Image.new('L', (8, 8)).save(f'{sys.argv[1]}/{4 - i}.jpg', exif=exif(51.4779, (i - 2) * 0.001))
      Image.new('L', (8, 8)).save(f'{sys.argv[1]}/5.jpg', exif=exif(-33.8568, 151.2153))
      Image.new('L', (8, 8)).save(f'{sys.argv[1]}/6.jpg')
      """
    try FileManager.default.createDirectory(atPath: scratch.path("photos"), withIntermediateDirectories: true)
    let outcome = try Command.python(["-c", script, scratch.path("photos")])
    #expect(outcome.status == 0, "\(outcome.text)")
    var found = try FolderPairs(URL(filePath: scratch.path("photos")))
    let pairs = try found.pairs(.nearest(1)).map { [$0.moving, $0.fixed] }
    #expect(found.unlocated == [found.images[6]])
    // In a row each has a neighbour; the far one has one as well.
    #expect(pairs.count >= 4 && pairs.contains { $0[0] == 5 } && pairs.allSatisfy { $0[0] == 5 || $0[0] - $0[1] == 1 })
    let sydney = try #require(GeoLocation(contentsOf: found.images[5]))
    let greenwich = try #require(GeoLocation(contentsOf: found.images[2]))
    #expect(abs(sydney.latitude + 33.8568) < 1e-6 && abs(greenwich.longitude) < 1e-9)
    // By the great circle of a sphere: 16,992 km.
    #expect(abs(greenwich.distance(to: sydney) / 1000 - 16_992) < 20)
  }

  @Test func namesOfAnyKindComeBackFromAList() throws {
    let names = ["a.jpg", "my \"best\" one.jpg", "#1.jpg", "\"quoted\"", "back\\slash.jpg", "back\\ slash.jpg"]
    let lines = try names.map { try PairList.line(moving: $0, fixed: "/x/" + $0) }
    let list = try scratch.write("list.txt", lines.joined(separator: "\n"))
    let pairs = try PairList.read(URL(filePath: list))
    #expect(pairs.map(\.moving.pathText) == names.map { scratch.path($0) })
    #expect(pairs.map(\.fixed.pathText) == names.map { "/x/" + $0 })
    #expect(throws: PairListError.self) { try PairList.line(moving: "a\nb", fixed: "c") }
  }
}
