public import SuperposeGeometry
public import SuperposeTorch
import SuperposeTrainingData

/// Renders views of photographs on the device.
public struct ViewRenderer {
  let store: PhotographStore
  public let size: ImageSize
  /// (x, y, 1) of every pixel, `[H·W, 3]`.
  let pixels: TorchTensor

  public init(_ store: PhotographStore, size: ImageSize) {
    self.store = store
    self.size = size
    pixels = Self.pixelGrid(size, on: store.device)
  }

  static func pixelGrid(_ size: ImageSize, on device: Torch.Device) -> TorchTensor {
    var values: [Float] = []
    for y in 0..<size.height {
      for x in 0..<size.width { values += [Float(x), Float(y), 1] }
    }
    return TorchTensor(values, [size.pixelCount, 3]).on(device)
  }

  /// Renders views in 0…1, black outside the photographs, `[views, 1, H, W]`.
  public func render(_ views: [(photograph: Int, photographFromView: Homography)]) -> TorchTensor {
    var unused = SplitMix64(seed: 0)
    return render(views, looks: .none, using: &unused)
  }

  /// Renders views in which each has a look of its own.
  public func render(
    _ views: [(photograph: Int, photographFromView: Homography)], looks: Looks,
    using generator: inout some RandomNumberGenerator
  ) -> TorchTensor {
    Torch.withoutGradients {
      .concatenated(
        views.map { looks.apply(to: sample($0.photograph, $0.photographFromView), using: &generator) }, axis: 0)
    }
  }

  /// Returns the view in the photograph's channels, `[1, C, H, W]`.
  func sample(_ photograph: Int, _ map: Homography) -> TorchTensor {
    var image = store.image(photograph)
    var map = map
    // Where a pixel of the view covers several of the photograph, their means are sampled and not single pixels.
    let centre = Point(x: Double(size.width) / 2, y: Double(size.height) / 2)
    var covered = abs(map.areaScale(at: centre)).squareRoot()
    // Near a horizon a pixel covers more than there is.
    while covered > 1.6, min(image.shape[2], image.shape[3]) >= 4 {
      let (height, width) = (image.shape[2], image.shape[3])
      image = image.meanPooled(2)
      map =
        PixelGrid.resize(
          from: ImageSize(width: width / 2 * 2, height: height / 2 * 2),
          to: ImageSize(width: width / 2, height: height / 2)) * map
      covered /= 2
    }
    let imageSize = ImageSize(width: image.shape[3], height: image.shape[2])
    return image.gridSampled(Self.grid(pixels, map, into: imageSize, size), alignCorners: false)
  }

  /// Returns the place that each pixel comes from, in the −1…1 of `gridSampled`, `[1, H, W, 2]`.
  static func grid(_ pixels: TorchTensor, _ map: Homography, into source: ImageSize, _ size: ImageSize) -> TorchTensor {
    // Pixels are mapped to −1…1 by (2 p + 1) / side − 1.
    let normalise = Homography(coefficients: [
      2 / Double(source.width), 0, 1 / Double(source.width) - 1,
      0, 2 / Double(source.height), 1 / Double(source.height) - 1, 0, 0, 1,
    ])
    let matrix = TorchTensor((normalise * map).coefficients.map(Float.init), [3, 3]).on(pixels.device)
    let mapped = Torch.autocast(false, on: pixels.device) { pixels.matmul(matrix.transposed(0, 1)) }
    let depth = mapped.narrowed(1, 2..<3)
    return (mapped.narrowed(1, 0..<2) / depth).reshaped([1, size.height, size.width, 2])
  }
}
