public import Foundation
import SuperposeGeometry
import SuperposeTorch
public import SuperposeTrainingData

/// Views of photographs in other looks, side by side.
public struct LookSheet {
  private let images: [[TorchTensor]]
  private static let size = ImageSize(width: 240, height: 176)

  /// The names of the changes that looks consist of.
  public static let changes = LookChange.allCases.map(\.rawValue)

  /// Draws views of photographs.
  ///
  /// - Parameter change: One of ``changes``, to show it alone; nil for all.
  public init(_ pack: PhotographPack, rows: Int, columns: Int, strength: Double, change: String?, seed: UInt64) {
    let store = PhotographStore(pack, on: .cpu)
    let renderer = ViewRenderer(store, size: Self.size)
    let looks = Looks(share: 1, strength: strength)
    let only = change.flatMap(LookChange.init)
    Torch.seed(seed)
    images = (0..<rows).map { row in
      var generator = SplitMix64(seed: seed, stream: UInt64(row))
      let photograph = store.pick(using: &generator)
      let map = ViewSampler(size: Self.size).sample(photograph: store.size(of: photograph), using: &generator)
      let view = renderer.sample(photograph, map)
      return [ColourMixing.grey(view)]
        + (0..<columns).map { _ in
          guard let only else { return looks.apply(to: view, using: &generator) }
          return only.apply(to: ColourMixing.grey(view), colours: view, using: &generator).clamp(0...1)
        }
    }
  }

  /// Draws views of scenes with depth, one scene in each row.
  public init(scenes pack: PhotographPack, rows: Int, columns: Int, strength: Double, seed: UInt64) {
    let store = PhotographStore(pack, on: .cpu)
    let source = PoolSource(
      store: store, renderer: ViewRenderer(store, size: Self.size), sampler: ViewSampler(size: Self.size),
      looks: Looks(share: 0.5, strength: strength), sceneShare: 1)
    Torch.seed(seed)
    images = (0..<rows).map { row in
      var generator = SplitMix64(seed: seed, stream: UInt64(row))
      let views = source.scene(store.pick(using: &generator), columns + 1, using: &generator).1
      return (0...columns).map { views.narrowed(0, $0..<$0 + 1) }
    }
  }

  /// The sheet as a binary PGM file.
  public var portableGraymap: Data {
    let sheet = TorchTensor.concatenated(images.map { .concatenated($0, axis: 3) }, axis: 2)
    let header = "P5 \(sheet.shape[3]) \(sheet.shape[2]) 255\n"
    return Data(header.utf8) + Data((sheet * 255).bytes())
  }
}
