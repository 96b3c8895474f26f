import Foundation
import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

private let size = ImageSize(width: 320, height: 240)
private let truth = Homography(rows: [[1.03, 0.04, -6.3], [-0.03, 0.98, 4.7], [6e-5, -4e-5, 1]])

/// A texture that is known between the pixels too: waves of many directions and lengths, other ones for another seed.
private struct Texture {
  private let waves: [SIMD4<Double>]

  init(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    waves = (0..<40).map { _ in
      let (angle, phase) = (
        Double.random(in: 0..<Double.pi, using: &generator), Double.random(in: 0..<6, using: &generator)
      )
      let frequency = 2 * Double.pi / Double.random(in: 9..<60, using: &generator)
      return SIMD4(frequency * cos(angle), frequency * sin(angle), phase, Double.random(in: 0.5..<1, using: &generator))
    }
  }

  func value(_ p: Point) -> Double {
    waves.reduce(0) { $0 + $1.w * sin($1.x * p.x + $1.y * p.y + $1.z) } / 40 + 0.5
  }

  /// The picture whose pixel p shows the texture at `position(p)`.
  func picture(contrast: Double = 1, brightness: Double = 0, at position: (Point) -> Point = { $0 }) -> GrayPlane {
    GrayPlane(
      size: size,
      values: (0..<size.pixelCount).map {
        let p = Point(x: Double($0 % size.width), y: Double($0 / size.width))
        return Float(value(position(p)) * contrast + brightness)
      })
  }
}

@Suite struct PhotometricTests {
  private let texture = Texture(seed: 1)
  private var moving: GrayPlane { texture.picture { truth($0) } }
  /// Two to three pixels off at the corners.
  private let start = truth * Homography(rows: [[1.004, 0.003, 1.1], [-0.004, 0.997, -1.3], [1e-5, 8e-6, 1]])

  @Test func findsSubPixelHomography() throws {
    #expect(start.cornerError(from: truth, over: size) > 1.5)
    let result = photometricallyRefined(start, moving: moving, fixed: texture.picture(), model: .homography)
    let refined = try #require(result)
    #expect(refined.cornerError(from: truth, over: size) < 0.05)
  }

  @Test func brightnessAndContrastChangeNothing() throws {
    let dark = texture.picture(contrast: 0.4, brightness: -0.1)
    let result = photometricallyRefined(start, moving: moving, fixed: dark, model: .homography)
    let refined = try #require(result)
    #expect(refined.cornerError(from: truth, over: size) < 0.05)
  }

  @Test func pictureInHalfTheSizeIsAligned() throws {
    let half = Homography.scale(x: 0.5, y: 0.5)
    let enlarged = texture.picture { half(truth($0)) }
    let result = photometricallyRefined(half * start, moving: enlarged, fixed: texture.picture(), model: .homography)
    let refined = try #require(result)
    #expect(refined.cornerError(from: half * truth, over: size) < 0.05)
  }

  @Test func affineStaysAffine() throws {
    let affine = Homography(rows: [[1.03, 0.04, -6.3], [-0.03, 0.98, 4.7], [0, 0, 1]])
    let moving = texture.picture { affine($0) }
    let result = photometricallyRefined(
      affine * .translation(x: 1.2, y: -0.8), moving: moving, fixed: texture.picture(), model: .affine)
    let refined = try #require(result)
    #expect(refined.cornerError(from: affine, over: size) < 0.05)
    #expect(abs(refined[2, 0]) < 1e-12 && abs(refined[2, 1]) < 1e-12)
  }

  /// A third of the fixed picture shows something else.
  @Test func changedRegionHasNoSay() throws {
    let other = Texture(seed: 2).picture().values
    let values = texture.picture().values.enumerated().map { $0 % size.width < size.width / 3 ? other[$0] : $1 }
    let result = photometricallyRefined(
      start, moving: moving, fixed: GrayPlane(size: size, values: values), model: .homography)
    let refined = try #require(result)
    #expect(refined.cornerError(from: truth, over: size) < 0.2)
  }

  @Test func equalInputsGiveEqualResults() {
    let results = (0..<2).map { _ in
      photometricallyRefined(start, moving: moving, fixed: texture.picture(), model: .homography)
    }
    #expect(results[0] != nil && results[0] == results[1])
  }

  @Test(arguments: [TransformModel.similarity, .euclidean, .translation])
  func otherModelsStay(model: TransformModel) {
    let result = photometricallyRefined(start, moving: moving, fixed: texture.picture(), model: model)
    #expect(result == nil)
  }

  @Test func picturesThatDoNotAgreeStay() {
    for seed in 10..<14 as Range<UInt64> {
      let other = Texture(seed: seed).picture()
      let result = photometricallyRefined(start, moving: moving, fixed: other, model: .homography)
      #expect(result == nil)
    }
  }

  @Test func badPicturesStay() {
    let flat = GrayPlane(size: size, values: [Float](repeating: 0.5, count: size.pixelCount))
    let invalid = GrayPlane(size: size, values: [Float](repeating: .nan, count: size.pixelCount))
    let tiny = GrayPlane(size: ImageSize(width: 1, height: 1), values: [0.5])
    for bad in [flat, invalid, tiny] {
      let results = [
        photometricallyRefined(start, moving: moving, fixed: bad, model: .homography),
        photometricallyRefined(start, moving: bad, fixed: texture.picture(), model: .homography),
      ]
      #expect(results == [nil, nil])
    }
  }

  @Test func badTransformsStay() {
    let far = Homography.translation(x: 5000, y: 0)
    let singular = Homography(coefficients: [Double](repeating: 0, count: 9))
    let invalid = Homography(coefficients: [Double](repeating: .nan, count: 9))
    let vast = Homography.scale(x: 1e6, y: 1e6)
    for bad in [far, singular, invalid, vast] {
      let result = photometricallyRefined(bad, moving: moving, fixed: texture.picture(), model: .homography)
      #expect(result == nil)
    }
  }

  /// Each unknown, against central differences of a step.
  @Test func derivativesAreThoseOfAStep() {
    let frame = IncrementFrame(size)
    let gradient = SIMD2<Double>(0.7, -0.4)
    let at = Point(x: 201, y: 33)
    let exact = frame.derivative(Float(gradient.x), Float(gradient.y), x: 201, y: 33)
    for unknown in 0..<8 {
      func moved(_ amount: Double) -> Double {
        var step = SIMD8<Double>.zero
        step[unknown] = amount
        let p = frame.transform(step)(at)
        return gradient.x * p.x + gradient.y * p.y
      }
      let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5
      #expect(abs(difference - Double(exact[unknown])) < 1e-3 * max(1, abs(difference)))
    }
  }
}
