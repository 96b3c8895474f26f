public import SuperposeGeometry
public import SuperposeTorch
public import SuperposeTrainingData

/// The photographs of a pack on the device that trains, and which of them to learn from.
public final class PhotographStore {
  public let pack: PhotographPack
  let device: Torch.Device
  /// Bytes, `[1, 1, H, W]`.
  private let images: [TorchTensor]
  /// Indices of the photographs that are learnt from, and of those kept back to see whether it learns.
  public let training: [Int]
  public let validation: [Int]
  /// Among ``training``.
  private let textures: [Int]
  private let others: [Int]

  /// Every twentieth is kept back.
  private static let validationStride = 20
  /// The most samples that come from textures, which have little to find.
  private static let textureShare = 0.2

  public init(_ pack: PhotographPack, on device: Torch.Device) {
    self.pack = pack
    self.device = device
    images = (0..<pack.count).map { index in
      let (width, height) = (pack[index].width, pack[index].height)
      return pack.withPixels(of: index) { TorchTensor(bytes: $0, [1, 1, height, width]) }.on(device)
    }
    // A handful has none to spare.
    let all = Array(0..<pack.count)
    validation = pack.count < 2 * Self.validationStride ? all : all.filter { $0 % Self.validationStride == 7 }
    training = pack.count < 2 * Self.validationStride ? all : all.filter { $0 % Self.validationStride != 7 }
    textures = training.filter { pack[$0].kind == .texture }
    others = training.filter { pack[$0].kind != .texture }
  }

  public func size(of index: Int) -> ImageSize { ImageSize(width: pack[index].width, height: pack[index].height) }

  /// A photograph to learn from.
  public func pick(using generator: inout some RandomNumberGenerator) -> Int {
    let isTexture = others.isEmpty || (!textures.isEmpty && generator.chance(textureLimit))
    return (isTexture ? textures : others).randomElement(using: &generator)!
  }

  private var textureLimit: Double { min(Self.textureShare, Double(textures.count) / Double(training.count)) }

  /// Grey values in 0…1, `[1, 1, H, W]`.
  func image(_ index: Int) -> TorchTensor { images[index].float() * (1 / 255) }
}
