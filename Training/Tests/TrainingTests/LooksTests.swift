import SuperposeGeometry
import SuperposeTorch
import SuperposeTrainingData
import Testing

@testable import SuperposeTraining

@Suite(.usesTorch)
struct LooksTests {
  private static let size = ImageSize(width: 96, height: 64)

  /// Two colours that meet at column 40, with some texture.
  private static var view: TorchTensor {
    var generator = SplitMix64(seed: 8)
    let sides: [[Double]] = [[0.7, 0.3, 0.2], [0.2, 0.35, 0.6]]
    let values = (0..<3).flatMap { channel in
      (0..<size.pixelCount).map { Float(sides[$0 % 96 < 40 ? 0 : 1][channel] + generator.uniform(-0.05...0.05)) }
    }
    return TorchTensor(values, [1, 3, 64, 96])
  }

  private static func changed(_ change: LookChange, seed: UInt64) -> TorchTensor {
    var generator = SplitMix64(seed: seed)
    Torch.seed(seed)
    return change.apply(to: ColourMixing.grey(view), colours: view, using: &generator).clamp(0...1)
  }

  @Test(arguments: LookChange.allCases)
  func aChangeFollowsFromTheSeedAndIsOne(_ change: LookChange) {
    let plain = ColourMixing.grey(Self.view).floats()
    for seed in UInt64(1)...10 {
      let values = Self.changed(change, seed: seed).floats()
      #expect(values == Self.changed(change, seed: seed).floats())
      #expect(values.count == plain.count && values.allSatisfy { (0...1).contains($0) })
    }
    let isSame = (UInt64(1)...10).count { Self.changed(change, seed: $0).floats() == plain }
    #expect(isSame < 8)
    #expect(Self.changed(change, seed: 1).floats() != Self.changed(change, seed: 2).floats())
  }

  /// An edge stays where two colours meet, at the very column.
  @Test(arguments: LookChange.allCases)
  func aChangeMovesNothing(_ change: LookChange) {
    var steps = [Float](repeating: 0, count: 95)
    for seed in UInt64(1)...40 {
      let x = Self.changed(change, seed: seed)
      let difference = (x.narrowed(3, 1..<96) - x.narrowed(3, 0..<95)).mean([0, 1, 2]).floats()
      for column in steps.indices { steps[column] += abs(difference[column]) }
    }
    let strongest = steps.indices.max { steps[$0] < steps[$1] }!
    // The edges of a drawing lie on both sides of the step.
    #expect(change == .edges ? (37...41).contains(strongest) : strongest == 39, "\(strongest)")
  }

  @Test func aShareOfTheViewsHasALook() {
    let plain = ColourMixing.grey(Self.view).floats()
    func plainShare(_ looks: Looks) -> Double {
      var generator = SplitMix64(seed: 5)
      Torch.seed(5)
      return Double((0..<300).count { _ in looks.apply(to: Self.view, using: &generator).floats() == plain }) / 300
    }
    #expect(plainShare(.none) == 1)
    #expect(plainShare(Looks(share: 1, strength: 0)) == 1)
    #expect(plainShare(Looks(share: 1)) < 0.2)
    #expect((0.5...0.7).contains(plainShare(Looks(share: 0.5))))
    #expect(plainShare(Looks(share: 0.5).risen(step: 100, over: 1000)) > 0.9)
    #expect(Looks(share: 0.5).risen(step: 2000, over: 1000).strength == 1)
    #expect(Looks(share: 0.5).risen(step: 0, over: 0).strength == 1)
  }

  @Test func looksStayWithin0And1AndHaveContrast() {
    var generator = SplitMix64(seed: 6)
    Torch.seed(6)
    var pale = 0
    for _ in 0..<100 {
      let look = Looks(share: 1).apply(to: Self.view, using: &generator)
      #expect(look.shape == [1, 1, 64, 96])
      let values = look.floats()
      #expect(values.allSatisfy { (0...1).contains($0) })
      if values.max()! - values.min()! < 0.2 { pale += 1 }
    }
    #expect(pale < 12)
  }

  /// Mixing with negative weights makes the darker side the brighter one, as the infrared does.
  @Test func coloursAreWeighedInManyWays() {
    var generator = SplitMix64(seed: 7)
    func leftMinusRight(_ x: TorchTensor) -> Float {
      (x.narrowed(3, 0..<40).mean() - x.narrowed(3, 40..<96).mean()).value
    }
    let differences = (0..<50).map { _ in leftMinusRight(ColourMixing.random(Self.view, using: &generator)) }
    #expect(differences.contains { $0 > 0.1 } && differences.contains { $0 < -0.1 })
    let weights: [Float] = [0.299, 0.587, 0.114]
    let pixel = (0..<3).reduce(Float(0)) { $0 + weights[$1] * Self.view.floats()[$1 * Self.size.pixelCount] }
    #expect(abs(ColourMixing.grey(Self.view).floats()[0] - pixel) < 1e-5)
    let grey = Self.view.narrowed(1, 0..<1)
    #expect(ColourMixing.random(grey, using: &generator).floats() == grey.floats())
  }
}

@Suite(.usesTorch)
struct ToneCurveTests {
  private static var ramp: TorchTensor { TorchTensor((0...100).map { Float($0) / 100 }, [101]) }

  @Test func curvesInvertAndFold() {
    var curve = ToneCurve.identity
    func differs(_ expected: (Float) -> Float) -> Float {
      zip(Self.ramp.floats(), curve.apply(to: Self.ramp).floats()).map { abs(expected($0) - $1) }.max()!
    }
    #expect(differs { $0 } < 1e-3)
    curve.invert()
    #expect(differs { 1 - $0 } < 1e-3)
    curve = .identity
    curve.fold(at: 0.4)
    #expect(differs { abs($0 - 0.4) / 0.6 } < 2e-3)
  }

  @Test func someRandomCurvesAreNotMonotone() {
    var generator = SplitMix64(seed: 2)
    let curves = (0..<40).map { _ in ToneCurve.random(using: &generator).apply(to: Self.ramp).floats() }
    func hasBoth(_ values: [Float]) -> Bool {
      let steps = zip(values.dropFirst(), values).map { $0 - $1 }
      return steps.contains { $0 > 0.005 } && steps.contains { $0 < -0.005 }
    }
    #expect((10...38).contains(curves.count(where: hasBoth)))
    #expect(curves.allSatisfy { $0.allSatisfy { (0...1).contains($0) } })
  }
}

@Suite(.usesTorch)
struct BlockCompressionTests {
  private static func noise() -> TorchTensor {
    Torch.seed(4)
    return TorchTensor.full([1, 1, 32, 40], 0.5, on: .cpu).randomUniform()
  }

  @Test func fineStepsLeaveThePicture() {
    let x = Self.noise()
    let y = BlockCompression(coarseness: 1e-4, offset: (3, 5)).apply(to: x)
    #expect(zip(x.floats(), y.floats()).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  /// Coarse steps leave only the means of blocks that begin where the offset says.
  @Test func blocksBeginAtTheOffset() {
    let ramp = TorchTensor.range(40, on: .cpu) * (1.0 / 40)
    let y = BlockCompression(coarseness: 40, offset: (3, 5)).apply(to: Self.noise() * 0.1 + ramp)
    let block = y.narrowed(2, 5..<13).narrowed(3, 3..<11).floats()
    #expect(block.max()! - block.min()! < 1e-4)
    let across = (y.narrowed(3, 1..<40) - y.narrowed(3, 0..<39)).abs().mean([0, 1, 2]).floats()
    // The last block goes on at the other side.
    let edges = (3..<34).filter { across[$0] > 1e-4 }
    #expect(edges.count >= 2 && edges.allSatisfy { $0 % 8 == 2 })
  }
}
