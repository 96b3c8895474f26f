import Foundation
import SuperposeGeometry
import SuperposeMatching
import Testing

@testable import Superpose
@testable import SuperposeLists

@Suite struct DescriptionCacheTests {
  private let a = ListedImageKey(URL(filePath: "a.jpg"))
  private let b = ListedImageKey(URL(filePath: "b.jpg"))
  private let c = ListedImageKey(URL(filePath: "c.jpg"))

  private func image(_ keypoints: Int) -> DescribedImage {
    let size = ImageSize(width: 8, height: 8)
    let features = Features(
      imageSize: size, keypoints: [Point](repeating: Point(x: 1, y: 1), count: keypoints),
      scores: [Float](repeating: 1, count: keypoints), descriptors: [Float](repeating: 0, count: 256 * keypoints))
    let picture = Picture(
      frame: Frame(original: size, network: size),
      gray: GrayImage(size: size, values: [Float](repeating: 0, count: size.pixelCount)))
    return DescribedImage(features: features, picture: picture, timings: Timings())
  }

  @Test func theLeastRecentlyUsedMakesRoom() {
    var cache = DescriptionCache<ListedImageKey>(byteLimit: 2 * image(1).byteCount)
    cache.keep(image(1), of: a)
    cache.keep(image(1), of: b)
    #expect(cache.image(of: a)?.count == 1)
    cache.keep(image(1), of: c)
    #expect([a, b, c].map { cache.contains($0) } == [true, false, true])
  }

  /// What the network says of a part of an image says nothing of another part.
  @Test func whatTakesPartIsPartOfTheKey() {
    var cache = DescriptionCache<ListedImageKey>(byteLimit: 1 << 20)
    cache.keep(image(1), of: a)
    let regions = [PixelRectangle(x: 0, y: 0, width: 4, height: 4), PixelRectangle(x: 0, y: 0, width: 4, height: 5)]
    let parts = regions.map { ListedImageKey(a.file, Participation(region: $0)) }
    cache.keep(image(2), of: parts[0])
    #expect(cache.image(of: a)?.count == 1 && cache.image(of: parts[0])?.count == 2)
    #expect(!cache.contains(parts[1]))
    let masks = [[1, 0], [0, 1]].map { Mask(size: ImageSize(width: 2, height: 1), values: $0) }
    let masked = masks.map { ListedImageKey(a.file, Participation(mask: $0)) }
    #expect(Set(masked + parts + [a]).count == 5)
  }

  /// The image that is needed next is kept, however large it is.
  @Test func theLatestIsAlwaysThere() {
    var cache = DescriptionCache<ListedImageKey>(byteLimit: 10)
    cache.keep(image(3), of: a)
    cache.keep(image(5), of: b)
    #expect(cache.image(of: a) == nil && cache.image(of: b)?.count == 5)
    cache.keep(image(2), of: b)
    #expect(cache.image(of: b)?.count == 2)
  }
}
