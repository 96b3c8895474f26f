import Foundation
import SuperposeGeometry
import SuperposeTorch
import SuperposeTrainingData
import Testing

@testable import SuperposeTraining

/// A photograph of bright dots on black, and the positions of the dots.
private struct DottedPhotograph {
  let size: ImageSize
  let dots: [Point]
  let pixels: [UInt8]

  /// - Parameters:
  ///   - size: The size of the photograph.
  ///   - dots: The positions of the dots.
  ///   - sigma: The standard deviation of a dot, in pixels.
  init(_ size: ImageSize, dots: [Point], sigma: Double) {
    self.size = size
    self.dots = dots
    var values = [Double](repeating: 0, count: size.pixelCount)
    for index in values.indices {
      let p = Point(x: Double(index % size.width), y: Double(index / size.width))
      for dot in dots {
        values[index] += Foundation.exp(-0.5 * p.distance(to: dot) * p.distance(to: dot) / (sigma * sigma))
      }
    }
    pixels = values.map { UInt8(min(255, 255 * $0)) }
  }
}

@Suite(.usesTorch)
struct ViewRendererTests {
  private static let view = ImageSize(width: 80, height: 64)

  /// Returns the largest distance between a dot and its place in the view, over the dots that lie well inside.
  private static func worstDistance(_ photograph: ImageSize, _ map: Homography, sigma: Double) throws -> (Double, Int) {
    let dots = (0..<25).map {
      Point(
        x: (Double($0 % 5) + 0.5) / 5 * Double(photograph.width),
        y: (Double($0 / 5) + 0.5) / 5 * Double(photograph.height))
    }
    let dotted = DottedPhotograph(photograph, dots: dots, sigma: sigma)
    let folder = try TemporaryFolder()
    let pack = try Packs.pack([Packs.Picture(name: "dots", size: photograph, pixels: dotted.pixels)], in: folder)
    let renderer = ViewRenderer(PhotographStore(pack, on: .cpu), size: view)
    let image = renderer.render([(0, map)]).floats()
    let places = dots.map { map.inverse!($0) }.filter {
      (7...Double(view.width - 8)).contains($0.x) && (7...Double(view.height - 8)).contains($0.y)
    }
    return (places.map { centroid(image, near: $0).distance(to: $0) }.max() ?? .infinity, places.count)
  }

  private static func centroid(_ image: [Float], near place: Point) -> Point {
    var (sum, x, y) = (0.0, 0.0, 0.0)
    let (column, row) = (Int(place.x.rounded()), Int(place.y.rounded()))
    for v in row - 6...row + 6 {
      for u in column - 6...column + 6 {
        let value = Double(image[v * view.width + u])
        (sum, x, y) = (sum + value, x + value * Double(u), y + value * Double(v))
      }
    }
    return sum > 0.5 ? Point(x: x / sum, y: y / sum) : Point(x: .infinity, y: .infinity)
  }

  /// The tolerance is a quarter of a pixel, half of the error of confusing the centres and edges of pixels.
  @Test(arguments: [1.0, 1.5, 2.2, 4, 7] as [Double])
  func dotsLieWhereTheHomographySays(scale: Double) throws {
    // The sides are odd, so that the means of pairs leave out the last row or column.
    let (width, height): (Int, Int) = (Int(80 * scale), Int(64 * scale))
    let photograph = ImageSize(width: width | 1, height: height | 1)
    let quarter = 0.8 * scale
    let (c, s) = (quarter * Foundation.cos(0.3), quarter * Foundation.sin(0.3))
    let turned = Homography(coefficients: [c, -s, 10 * scale, s, c, -3 * scale, 0.0008, 0.0005, 1])
    for map in [Homography.scale(x: scale, y: scale), turned] {
      let (worst, count) = try Self.worstDistance(photograph, map, sigma: 1.2 * scale)
      #expect(count >= 8)
      #expect(worst < 0.25, "\(map.coefficients)")
    }
  }

  /// A checkerboard of single pixels is grey when it is seen from far away; single samples would be black or white.
  @Test func farViewsAreMeans() throws {
    let size = ImageSize(width: 320, height: 256)
    let pixels = (0..<size.pixelCount).map { index -> UInt8 in (index % 320 + index / 320) % 2 == 0 ? 0 : 255 }
    let folder = try TemporaryFolder()
    let pack = try Packs.pack([Packs.Picture(name: "board", size: size, pixels: pixels)], in: folder)
    let renderer = ViewRenderer(PhotographStore(pack, on: .cpu), size: Self.view)
    let image = renderer.render([(0, .scale(x: 3.9, y: 3.9))]).floats()
    // The outermost pixels reach beyond the photograph.
    let wrong = image.indices.filter { $0 % 80 > 0 && $0 >= 80 && abs(image[$0] - 0.5) > 0.05 }
    #expect(wrong.isEmpty)
  }

  @Test func outsideIsBlack() throws {
    let size = ImageSize(width: 40, height: 40)
    let folder = try TemporaryFolder()
    let pack = try Packs.pack(
      [Packs.Picture(name: "white", size: size, pixels: [UInt8](repeating: 255, count: 1600))], in: folder)
    let renderer = ViewRenderer(PhotographStore(pack, on: .cpu), size: Self.view)
    let image = renderer.render([(0, .translation(x: -10, y: -5))]).floats()
    let wrong = image.indices.filter { index in
      let isInside = (10..<50).contains(index % 80) && (5..<45).contains(index / 80)
      return abs(image[index] - (isInside ? 1 : 0)) > 1e-4
    }
    #expect(wrong.isEmpty)
  }
}

@Suite struct ViewSamplerTests {
  @Test func viewsLieInThePhotographUnlessTheyMayNot() {
    let photograph = ImageSize(width: 500, height: 300)
    var sampler = ViewSampler(size: ImageSize(width: 160, height: 120))
    var generator = SplitMix64(seed: 4)
    for share in [0, 1.0] {
      sampler.borderShare = share
      let maps = (0..<200).map { _ in sampler.sample(photograph: photograph, using: &generator) }
      let outside = maps.count { map in !sampler.size.cornerPixels.allSatisfy { photograph.contains(map($0)) } }
      #expect(share == 0 ? outside == 0 : outside > 20)
      #expect(Set(maps).count == 200)
      for map in maps {
        #expect(sampler.size.cornerPixels.allSatisfy { map.depth(at: $0) > 0 && map.areaScale(at: $0) > 0 })
      }
    }
  }

  @Test func fourPointsGiveTheirHomography() throws {
    let map = Homography(coefficients: [1.2, 0.1, 5, -0.2, 0.9, 3, 0.001, -0.0005, 1])
    let source = ImageSize(width: 160, height: 120).cornerPixels
    let found = try #require(Homography(from: source, to: source.map { map($0) }))
    for (a, b) in zip(found.coefficients, map.coefficients) { #expect(abs(a - b) < 1e-9) }
    let line = (0..<4).map { Point(x: Double($0), y: Double($0)) }
    #expect(Homography(from: line, to: source) == nil)
  }

  private static func pairs(_ change: (inout ViewSampler) -> Void) -> [ViewPair] {
    var sampler = ViewSampler(size: ImageSize(width: 160, height: 120))
    change(&sampler)
    var generator = SplitMix64(seed: 12)
    return (0..<200).map { _ in ViewPair(0, of: ImageSize(width: 800, height: 500), sampler, using: &generator) }
  }

  /// Returns the direction of the view's horizontal in the photograph, in degrees.
  private static func angle(_ map: Homography) -> Double {
    let (a, b) = (map(Point(x: 79, y: 60)), map(Point(x: 81, y: 60)))
    return atan2(b.y - a.y, b.x - a.x) * 180 / .pi
  }

  @Test func rotationsReachAsFarAsTheyMay() {
    let turned = Self.pairs { $0.rotation = 180 }.flatMap(\.maps).map(Self.angle)
    for quarter in [-180.0, -90, 0, 90] { #expect(turned.contains { (quarter...quarter + 90).contains($0) }) }
    let upright = Self.pairs { $0.rotation = 20 }.flatMap(\.maps).map(Self.angle)
    #expect(upright.allSatisfy { abs($0) < 60 })
  }

  @Test func viewsOfAPairShareWhatTheyMust() {
    func overlaps(_ pairs: [ViewPair]) -> [Double] {
      pairs.map { ViewPair.overlap($0.maps, of: ImageSize(width: 160, height: 120)) }
    }
    func zoomed(_ sampler: inout ViewSampler) { sampler.scale = 0.25...1 }
    #expect(overlaps(Self.pairs(zoomed)).contains { $0 < 0.15 })
    let enough = Self.pairs {
      zoomed(&$0)
      $0.overlap = 0.15
    }
    #expect(overlaps(enough).allSatisfy { $0 >= 0.15 })
    let scales = enough.map { pair in
      let areas = pair.maps.map { abs($0.areaScale(at: Point(x: 80, y: 60))) }
      return (areas[0] / areas[1]).squareRoot()
    }
    #expect(scales.contains { $0 > 3 } && scales.contains { $0 < 1.0 / 3 })
  }

  @Test func theOverlapOfShiftedViewsIsTheirCommonPart() {
    let size = ImageSize(width: 160, height: 120)
    let half = [Homography.identity, .translation(x: 80, y: 0)]
    #expect(ViewPair.overlap(half, of: size) == 0.5)
    #expect(ViewPair.overlap([.identity, .scale(x: 0.25, y: 0.25)], of: size) == 1)
    #expect(ViewPair.overlap([.identity, .translation(x: 500, y: 0)], of: size) == 0)
  }
}
