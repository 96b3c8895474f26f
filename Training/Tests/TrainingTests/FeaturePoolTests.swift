import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch
import SuperposeTrainingData
import Testing

@testable import SuperposeTraining

@Suite(.usesTorch)
struct FeaturePoolTests {
  private static func pool(photographs: [Int]) throws -> FeaturePool {
    let folder = try TemporaryFolder()
    let store = PhotographStore(try Packs.shapes(3, in: folder), on: .cpu)
    let superPoint = FrozenSuperPoint(
      SuperPointModel.initialValues(seed: 3).filter { !$0.key.contains(".norm.") }, on: .cpu, isMixedPrecision: false,
      subpixel: true)
    let size = ImageSize(width: 64, height: 64)
    let settings = FeaturePool.Settings(
      photographs: photographs.count, viewsPerPhotograph: 3, keypoints: 20, size: size)
    return FeaturePool(
      settings, store, superPoint, photographs: photographs, sampler: ViewSampler(size: size), looks: .none, seed: 1,
      stream: 0)
  }

  /// All keypoints of two different photographs belong to the dustbin.
  @Test func pairsOfDifferentPhotographsMatchNothing() throws {
    let pool = try Self.pool(photographs: [0, 1])
    #expect(pool.isForeign((0, 3)) && !pool.isForeign((0, 2)))
    let truth = pool.batch([(0, 3), (0, 0)]).truth
    func count(_ mask: TorchTensor, _ pair: Int) -> Float { mask.selected(0, pair).sum().value }
    #expect(count(truth.isMatched0, 0) == 0 && count(truth.isMatched1, 0) == 0)
    #expect(count(truth.isUnmatched0, 0) == 20 && count(truth.isUnmatched1, 0) == 20)
    #expect(count(truth.isMatched0, 1) > 15)
  }

  @Test func theShareOfForeignPairsIsWhatWasAskedFor() throws {
    let pool = try Self.pool(photographs: [0, 1, 2])
    func share(_ asked: Double) -> Float {
      var generator = SplitMix64(seed: 2)
      let truth = pool.pairs(200, foreignShare: asked, using: &generator).truth
      return truth.isUnmatched0.minimum([1]).sum().value / 200
    }
    #expect(share(0) < 0.1)
    #expect(abs(share(0.5) - share(0) - 0.5) < 0.1)
    #expect(share(1) == 1)
  }

  /// The same photograph may have been drawn twice, and then no pair is foreign.
  @Test func aPoolOfOnePhotographHasNoForeignPairs() throws {
    let pool = try Self.pool(photographs: [1, 1])
    #expect(!pool.isForeign((0, 3)))
    var generator = SplitMix64(seed: 2)
    #expect(pool.pairs(4, foreignShare: 1, using: &generator).sets[0].points.shape == [4, 20, 2])
  }
}
