public import SuperposeGeometry
public import SuperposeTorch
public import SuperposeTrainingData

/// The photographs of a pack on the device that trains, and which of them the networks learn from.
public final class PhotographStore {
  public let pack: PhotographPack
  let device: Torch.Device
  /// The photographs as bytes, `[1, C, H, W]` each.
  private let images: [TorchTensor]
  /// The indices of the photographs that the networks learn from, and of those that are kept back for evaluation.
  public let training: [Int]
  public let validation: [Int]
  /// The indices of textures among ``training``.
  private let textures: [Int]
  private let others: [Int]

  /// Returns the first photograph that is kept back and the distance to the next: every twentieth; of fewer than forty
  /// photographs every fifth, and of fewer than five none.
  private static func keptBack(of count: Int) -> (first: Int, stride: Int) {
    count >= 40 ? (7, 20) : count >= 5 ? (4, 5) : (0, 0)
  }
  /// The largest share of samples that come from textures, which have little to find.
  private static let textureShare = 0.2

  public init(_ pack: PhotographPack, on device: Torch.Device) {
    self.pack = pack
    self.device = device
    images = (0..<pack.count).map { index in
      let shape = [1, pack[index].channels, pack[index].height, pack[index].width]
      return pack.withPixels(of: index) { TorchTensor(bytes: $0, shape) }.on(device)
    }
    let (first, stride) = Self.keptBack(of: pack.count)
    let all = Array(0..<pack.count)
    validation = stride == 0 ? all : all.filter { $0 % stride == first }
    training = stride == 0 ? all : all.filter { $0 % stride != first }
    textures = training.filter { pack[$0].kind == .texture }
    others = training.filter { pack[$0].kind != .texture }
  }

  public func size(of index: Int) -> ImageSize { ImageSize(width: pack[index].width, height: pack[index].height) }

  /// Draws a photograph to learn from.
  public func pick(using generator: inout some RandomNumberGenerator) -> Int {
    let isTexture = others.isEmpty || (!textures.isEmpty && generator.chance(textureLimit))
    return (isTexture ? textures : others).randomElement(using: &generator)!
  }

  private var textureLimit: Double { min(Self.textureShare, Double(textures.count) / Double(training.count)) }

  /// Returns values in 0…1, `[1, C, H, W]`, where C is 1 or 3.
  func image(_ index: Int) -> TorchTensor { images[index].float() * (1 / 255) }
}
