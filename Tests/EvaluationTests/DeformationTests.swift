import Foundation
import Superpose
import SuperposeGeometry
import SuperposeMatching
import Testing

@testable import SuperposeEvaluation

@Suite struct DeformationTests {
  private let size = ImageSize(width: 640, height: 480)

  private func photographs() throws -> Photographs {
    try Photographs(
      in: URL(filePath: SyntheticTests.examples), atMost: 3, smallest: ImageSize(width: 320, height: 240), seed: 5)
  }

  private func options(pairs: Int, planes: Int) -> DeformationOptions {
    var options = DeformationOptions()
    (options.pairs, options.planes) = (pairs, planes)
    options.synthetic.photometric = .none
    return options
  }

  /// The second view shows, at each of its points, the grey of the first one where the truth says.
  @Test func truthFitsThePictures() throws {
    for pair in try photographs().deformedPairs(options(pairs: 3, planes: 1)) {
      guard case .surface(let truth) = pair.truth else {
        Issue.record("\(pair.name) has another truth")
        continue
      }
      let (image0, image1) = (try pair.images.0.image(), try pair.images.1.image())
      let (first, second) = (image0.values(as: UInt8.self), image1.values(as: UInt8.self))
      let differences = ThinPlate.lattice(image1.size).compactMap { point -> Int? in
        guard let seen = truth.first(from: point), image0.size.contains(seen) else { return nil }
        func value(_ values: [UInt8], _ at: Point) -> Int {
          Int(values[Int(at.y.rounded()) * image0.size.width + Int(at.x.rounded())])
        }
        return abs(value(first, seen) - value(second, point))
      }
      #expect(differences.count > 100)
      #expect(differences.sorted()[differences.count / 2] < 8, "\(pair.name)")
    }
  }

  @Test func aBendIsAsLargeAsItShouldBeAndNoPlane() {
    var generator = SplitMix64(seed: 3)
    for largest in [1.0, 19.2] {
      let bend = ThinPlate(over: size, largest: largest, using: &generator)
      let lattice = ThinPlate.lattice(size)
      let moved = lattice.map { bend($0) }
      let reached = moved.map { $0.distance(to: Point(x: 0, y: 0)) }.max() ?? 0
      #expect(abs(reached - largest) < 1e-9)
      let mean = moved.reduce(Point(x: 0, y: 0), +) * (1 / Double(moved.count))
      #expect(mean.distance(to: Point(x: 0, y: 0)) < 1e-9 * largest)
      // Nothing that grows from the left to the right is left either.
      let slope = zip(lattice, moved).reduce(0) { $0 + ($1.0.x - size.center.x) * $1.1.x }
      #expect(abs(slope) < 1e-6)
      // It does not fold.
      for point in lattice {
        let right = bend.displaced(point + Point(x: 1, y: 0)) - bend.displaced(point)
        let below = bend.displaced(point + Point(x: 0, y: 1)) - bend.displaced(point)
        #expect(right.x * below.y - right.y * below.x > 0.3)
      }
    }
  }

  @Test func theFirstPairsStayWhenThereAreMore() throws {
    let few = try photographs().deformedPairs(options(pairs: 2, planes: 0))
    let more = try photographs().deformedPairs(options(pairs: 3, planes: 2))
    #expect(few.map(\.truth) == more.prefix(2).map(\.truth))
    #expect(few.map(\.identity) == more.prefix(2).map(\.identity))
    #expect(more.map(\.name) == ["bent/1", "bent/2", "bent/3", "plane/1", "plane/2"])
    #expect(Set(more.map(\.identity)).count == 5)
  }

  /// A surface through perfect matches is far closer to the truth than a plane, and both are measured at short side
  /// 480.
  @Test(arguments: [1, 2])
  func perfectMatchesGiveTheSurface(scale: Int) throws {
    var options = options(pairs: 1, planes: 1)
    options.synthetic.size = ImageSize(width: 640 * scale, height: 480 * scale)
    for pair in try photographs().deformedPairs(options) {
      guard case .surface(let truth) = pair.truth else { continue }
      var settings = EvaluationSettings()
      settings.estimation.model = .local
      let result = try PairResult(
        prediction(of: truth, options.synthetic.size), of: pair,
        method: SIFTMethod(resize: .shortSide(480), maxKeypoints: nil), settings: settings)
      let (surface, plane) = (
        try #require(result.values[.surfaceError]), try #require(result.values[.planeError])
      )
      #expect(result.values[.registered] == 1)
      if pair.dataset == "plane" {
        #expect(plane < 0.01)
        #expect(result.values[.followsSurface] == 0)
      } else {
        #expect(result.values[.followsSurface] == 1)
        #expect(plane > 1 && plane < 15)
        #expect(surface < plane / 5)
      }
      #expect(result.values[.surfaceExcess] == surface - plane)
    }
  }

  /// Keypoints of the second image on a lattice, each matched with where the truth says.
  private func prediction(of truth: BentSurface, _ size: ImageSize) -> Prediction {
    let points = ThinPlate.lattice(size).compactMap { second in
      truth.first(from: second).map { ($0, second) }
    }.filter { size.contains($0.0) }
    return Prediction(
      sizes: (size, size), keypoints: (points.map(\.0), points.map(\.1)), pairs: points.indices.map { ($0, $0) },
      confidence: [Float](repeating: 1, count: points.count), seconds: Timings())
  }
}
