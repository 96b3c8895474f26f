import SuperposeTorch

/// Gives parts of the picture that look alike new grey values: what is bright for one sensor may have any grey for
/// another, and only the edges between materials stay.
enum Regions {
  static func retoned(
    _ x: TorchTensor, colours: TorchTensor, using generator: inout some RandomNumberGenerator
  ) -> TorchTensor {
    let count = Int(generator.uniform(4...16.99))
    // Where the place has no weight these are clusters of colours, and otherwise superpixels.
    let placeWeight = generator.chance(0.5) ? 0 : generator.uniform(0.1...0.6)
    let (height, width) = (x.shape[2], x.shape[3])
    let features = features(colours.smoothed(sigma: generator.uniform(0.7...2)), placeWeight: Float(placeWeight))
    let seeds = TorchTensor((0..<count).map { _ in Int64(generator.uniform(0...Double(height * width - 1))) }, [count])
      .on(x.device)
    let region = nearest(features, to: features.indexSelected(0, seeds))
    func drawn(_ range: ClosedRange<Double>) -> TorchTensor {
      let values = (0..<count).map { _ in Float(generator.uniform(range)) }
      return TorchTensor(values, [count]).on(x.device).indexSelected(0, region)
    }
    let flat = x.reshaped([-1])
    let own = flat.indexSelected(0, seeds).indexSelected(0, region)
    let new = (drawn(0...1) + drawn(-1...1) * (flat - own)).reshaped(x.shape)
    let part = Float(generator.uniform(0.4...1))
    return x * (1 - part) + new.clamp(0...1).smoothed(sigma: 0.5) * part
  }

  /// Returns the colours and the place of every pixel, `[H·W, C + 2]`.
  private static func features(_ colours: TorchTensor, placeWeight: Float) -> TorchTensor {
    let (channels, height, width) = (colours.shape[1], colours.shape[2], colours.shape[3])
    let flat = colours.reshaped([channels, -1]).transposed(0, 1)
    guard placeWeight > 0 else { return flat.contiguous() }
    let scale = placeWeight / Float(max(height, width))
    let rows = TorchTensor.range(height, on: colours.device).reshaped([height, 1]).expanded([height, width])
    let columns = TorchTensor.range(width, on: colours.device).reshaped([1, width]).expanded([height, width])
    let place = TorchTensor.stacked([columns, rows], axis: 2).reshaped([height * width, 2]) * scale
    return .concatenated([flat, place], axis: 1)
  }

  /// Returns the number of the nearest seed.
  private static func nearest(_ features: TorchTensor, to seeds: TorchTensor) -> TorchTensor {
    (seeds.square().sum([1]).unsqueezed(0) - features.matmul(seeds.transposed(0, 1)) * 2).argmin(1)
  }
}
