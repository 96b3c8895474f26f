import Foundation
import Superpose
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import SuperposeReport

@Suite struct PictureTests {
  /// Returns noise, which compresses worst as JPEG, as large as a photograph of 24 megapixels.
  private func noise(channels: Int) -> Image {
    let size = ImageSize(width: 2048, height: 1365)
    var generator = SplitMix64(seed: 7)
    let pool = (0..<100_000).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
    var values: [UInt8] = []
    values.reserveCapacity(size.pixelCount * channels)
    for row in 0..<size.height {
      let start = (row * 7919) % (pool.count - size.width * channels)
      values += pool[start..<start + size.width * channels]
    }
    return Image(size: size, channels: channels, values: values).resized(to: ImageSize(width: 6000, height: 4000))
  }

  /// Decodes the picture of an address that is inside the page.
  private func embedded(_ picture: PagePicture) throws -> Image {
    let parts = picture.address.split(separator: ",")
    #expect(parts.first == "data:image/jpeg;base64")
    let bytes = try #require(Data(base64Encoded: String(parts[1])))
    var image: Image?
    try withTemporaryFolder { folder in
      try bytes.write(to: URL(fileURLWithPath: folder + "/picture.jpg"))
      image = try Image(contentsOf: URL(filePath: folder + "/picture.jpg"))
    }
    return try #require(image)
  }

  @Test func twoLargePhotographsMakeAPageUnderSixMegabytes() throws {
    let image = noise(channels: 3)
    let picture = try PagePicture(image, file: URL(filePath: "none.jpg"), longSide: 2048)
    #expect(try embedded(picture).size == ImageSize(width: 2048, height: 1365))
    let html = try RegistrationPage(Sample.report(), moving: picture, fixed: picture).html()
    #expect(html.utf8.count < 6_000_000)
    // The picture is still detailed, and not a few blocks.
    #expect(html.utf8.count > 1_000_000)
  }

  @Test func otherSizesAreTakenAsTheyAreWished() throws {
    let picture = try PagePicture(noise(channels: 1), file: URL(filePath: "none.jpg"), longSide: 300)
    #expect(try embedded(picture).size == ImageSize(width: 300, height: 200))
    #expect(picture.sha256 == nil)
  }

  @Test func sixteenBitsAreStretchedToBeSeen() throws {
    let size = ImageSize(width: 64, height: 48)
    let values = (0..<size.pixelCount).map { UInt16(1000 + $0 % size.width) }
    let image = try embedded(
      PagePicture(Image(size: size, channels: 1, values: values), file: URL(filePath: "none"), longSide: 2048))
    let seen = image.values(as: UInt8.self)
    #expect(try #require(seen.max()) > 230)
    #expect(try #require(seen.min()) < 25)
  }

  @Test func thumbnailsShowBothBesideEachOther() throws {
    let dark = Image(size: ImageSize(width: 90, height: 60), channels: 1, values: [UInt8](repeating: 20, count: 5400))
    let light = Image(size: ImageSize(width: 40, height: 80), channels: 1, values: [UInt8](repeating: 220, count: 3200))
    let bytes = try EmbeddedPicture.thumbnail(of: dark, light)
    #expect(bytes.count < 8000)
    let picture = try embedded(
      PagePicture(address: "data:image/jpeg;base64," + Data(bytes).base64EncodedString()))
    #expect(picture.size == ImageSize(width: 240, height: 119))
    let row = picture.gray().cropped(x: 0, y: 60, width: 240, height: 1).values(as: UInt8.self)
    #expect(row[60] < 40)
    #expect(row[180] > 200)
  }
}
