import SuperposeGeometry
import SuperposeTrainingData
import Testing

@testable import SuperposeTraining

@Suite(.usesTorch)
struct PhotographStoreTests {
  private static func textureShare(_ count: Int, _ textures: Int) throws -> Double {
    let folder = try TemporaryFolder()
    let store = PhotographStore(try Packs.kinds(count, textures: textures, in: folder), on: .cpu)
    var generator = SplitMix64(seed: 3)
    let picks = (0..<4000).map { _ in store.pick(using: &generator) }
    #expect(Set(picks) == Set(store.training))
    return Double(picks.count { $0 < textures }) / Double(picks.count)
  }

  @Test func texturesAreAFifthAtMost() throws {
    #expect(try abs(Self.textureShare(10, 8) - 0.2) < 0.025)
    // Two of ten are kept back, and no texture among them.
    #expect(try abs(Self.textureShare(10, 1) - 0.125) < 0.025)
    #expect(try Self.textureShare(3, 0) == 0)
    #expect(try Self.textureShare(3, 3) == 1)
  }

  @Test func aHandfulIsLearntFromWhollyAndOfManySomeAreKeptBack() throws {
    let folder = try TemporaryFolder()
    let few = PhotographStore(try Packs.kinds(3, textures: 1, in: folder), on: .cpu)
    #expect(few.training == [0, 1, 2] && few.validation == [0, 1, 2])
    for count in [5, 6, 39, 40] {
      let store = PhotographStore(try Packs.kinds(count, textures: 1, in: folder), on: .cpu)
      #expect(!store.validation.isEmpty && store.validation.count + store.training.count == count)
      #expect(Set(store.training).isDisjoint(with: store.validation))
    }
    let many = PhotographStore(try Packs.kinds(60, textures: 1, in: folder), on: .cpu)
    #expect(many.validation.count == 3 && many.training.count == 57)
    #expect(Set(many.training).isDisjoint(with: many.validation))
  }

  @Test func imagesAreThePacksPixels() throws {
    let folder = try TemporaryFolder()
    let pack = try Packs.shapes(3, in: folder)
    let store = PhotographStore(pack, on: .cpu)
    for index in 0..<3 {
      let pixels = pack.withPixels(of: index) { Array($0) }
      #expect(Set(pixels).count > 5)
      let image = store.image(index)
      #expect(image.shape == [1, 1, 96, 120])
      #expect(zip(image.floats(), pixels).allSatisfy { abs($0 - Float($1) / 255) < 1e-6 })
    }
  }
}
