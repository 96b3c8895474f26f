import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeInference
import SuperposeNetworks
import SuperposeTorch

/// SuperPoint on libtorch, with the selection of keypoints and their descriptors: images go to the device once, and
/// keypoints come from there once.
final class TorchSuperPoint: @unchecked Sendable {
  // Sendable: the backend is only used while the runtime runs, one thread at a time.
  let runtime: TorchRuntime
  private let backend: TorchBackend
  private var device: Torch.Device { runtime.device }

  init(weights: [String: Tensor], runtime: TorchRuntime) throws(InferenceError) {
    self.runtime = runtime
    backend = TorchBackend(try runtime.tensors(weights), on: runtime.device)
  }

  /// A picture and what of it takes part.
  typealias Input = (image: GrayImage, mask: Mask?)

  /// Finds the keypoints of several images. Those of one size are described together, as many as fit.
  func features(of inputs: [Input], _ options: ExtractionOptions) throws(InferenceError) -> [Features] {
    var results = [Features?](repeating: nil, count: inputs.count)
    for (size, members) in Dictionary(grouping: inputs.indices, by: { inputs[$0].image.size }) {
      let most = runtime.count(ofPiecesOf: Self.bytes(of: size))
      let found = try runtime.together(members.map { inputs[$0] }, most: most) { chunk throws(InferenceError) in
        try described(chunk, size, options)
      }
      for (index, features) in zip(members, found) { results[index] = features }
    }
    return results.compactMap { $0 }
  }

  /// How many pairs of images of a size are described at a time.
  func pairsAtATime(of size: ImageSize) -> Int { runtime.count(ofPiecesOf: 2 * Self.bytes(of: size)) }

  /// The memory that an image takes, approximately: three maps of 64 channels at its full size, in 32 bits.
  private static func bytes(of size: ImageSize) -> Int { 3 * 64 * 4 * size.pixelCount }

  /// Describes images of one size together.
  private func described(
    _ inputs: [Input], _ size: ImageSize, _ options: ExtractionOptions
  ) throws(InferenceError) -> [Features] {
    let start = ContinuousClock.now
    var timings = Timings()
    let values = try runtime.run { () -> [Float] in
      let images = inputs.map { SuperPoint.padded($0.image) }
      let shape = [inputs.count] + images[0].shape.dropFirst()
      let batch = TorchTensor(images.flatMap(\.values), shape).on(device, as: runtime.type).channelsLast()
      let heads = SuperPointNetwork.heads(batch, on: backend)
      let scores = SuperPointNetwork.scores(heads.logits, on: backend).contiguous()
      let descriptors = backend.unitLength(heads.descriptors, axis: 1)
      Torch.synchronize(device)
      timings.complete(.superpoint, since: start)
      let allowed = allowed(inputs, size, mapSize: ImageSize(width: shape[3], height: shape[2]), options)
      return selected(scores, descriptors, allowed, options)
    }
    let features = Self.features(values, size, count: inputs.count)
    timings.complete(.select, since: start)
    let share = timings / inputs.count
    return features.map {
      var features = $0
      features.timings = share
      return features
    }
  }

  /// Selects keypoints and samples their descriptors.
  ///
  /// - Returns: Position, score and descriptor of each, `[B, K, 259]`, best first and then with scores of zero; behind
  ///   them a number for each image.
  private func selected(
    _ scores: TorchTensor, _ descriptors: TorchTensor, _ allowed: TorchTensor, _ options: ExtractionOptions
  ) -> [Float] {
    let batch = scores.shape[0]
    // Ties that are left over after so many rounds are rare, and need more of them.
    var rounds = 2
    while true {
      let (kept, unsettled) = scores.suppressed(radius: options.nonMaximumRadius, tieRounds: rounds)
      let candidates = kept * allowed.and(kept.greater(max(0, options.detectionThreshold))).converted(to: .f32)
      let (places, values) = best(of: candidates, options)
      let points = points(at: places, of: scores, options)
      let samples = sampled(descriptors, at: points)
      let packed = TorchTensor.concatenated([points, values.unsqueezed(2), samples], axis: 2).reshaped([-1])
      let result = TorchTensor.concatenated([packed, unsettled.converted(to: .f32)], axis: 0).floats()
      guard result.suffix(batch).contains(where: { $0 > 0 }) else { return result }
      rounds *= 8
    }
  }

  /// Returns the places of the best candidates in reading order, `[B, K]`, and their scores. Score and place are packed
  /// into one integer, as in ``KeypointSelection``, so that of equal scores the earlier place goes first.
  private func best(
    of candidates: TorchTensor, _ options: ExtractionOptions
  ) -> (places: TorchTensor, values: TorchTensor) {
    let shape = candidates.shape
    let pixels = shape[2] * shape[3]
    let flat = candidates.reshaped([shape[0], pixels])
    let order = TorchTensor.range(pixels, on: device, as: .i64).subtracted(from: Int(UInt32.max))
    let ranks = flat.bits().converted(to: .i64).times(1 << 32) + order
    // No square of this side has two survivors.
    let side = options.nonMaximumRadius + 1
    let most = ((shape[2] + side - 1) / side) * ((shape[3] + side - 1) / side)
    let kept = ranks.topK(min(options.maxKeypoints ?? most, most)).values
    let places = kept.remainder(1 << 32).subtracted(from: Int(UInt32.max))
    return (places, flat.gathered(1, places))
  }

  private func points(at places: TorchTensor, of scores: TorchTensor, _ options: ExtractionOptions) -> TorchTensor {
    let width = scores.shape[3]
    let pixels = TorchTensor.stacked([places.remainder(width), places.quotient(width)], axis: 2).converted(to: .f32)
    return options.subpixel ? pixels + scores.peakOffsets(at: places) : pixels
  }

  /// Returns the descriptors at points `[B, K, 2]`, see ``DescriptorSampling``, `[B, K, 256]`.
  private func sampled(_ map: TorchTensor, at points: TorchTensor) -> TorchTensor {
    let shape = map.shape
    let spans = [shape[3], shape[2]].map { Float(SuperPointNetwork.cell * $0) - NetworkConstants.samplingMargin }
    let scale = TorchTensor(spans.map { 2 / $0 }, [1, 1, 2]).on(device)
    let grid = (points - NetworkConstants.firstCellCentre) * scale - 1
    return map.gridSampled(grid.unsqueezed(1), alignCorners: true).squeezed(2).transposed(1, 2).unitLength(2)
  }

  /// Returns where keypoints may be, `[B, 1, H, W]` or of one image for all: away from the border, and from what does
  /// not take part.
  private func allowed(
    _ inputs: [Input], _ size: ImageSize, mapSize: ImageSize, _ options: ExtractionOptions
  ) -> TorchTensor {
    let border = options.borderPixels
    func inner(_ length: Int, of side: Int) -> TorchTensor {
      TorchTensor.range(length, on: device, as: .i64).inside(border, side - border - 1)
    }
    let inside = inner(mapSize.height, of: size.height).reshaped([1, 1, mapSize.height, 1])
      .and(inner(mapSize.width, of: size.width).reshaped([1, 1, 1, mapSize.width]))
    guard inputs.contains(where: { $0.mask != nil }) else { return inside }
    let values = inputs.flatMap { input -> [UInt8] in
      var values = [UInt8](repeating: 1, count: mapSize.pixelCount)
      guard let allowed = input.mask?.eroded(by: border).values else { return values }
      for y in 0..<size.height {
        values.replaceSubrange(
          y * mapSize.width..<y * mapSize.width + size.width, with: allowed[y * size.width..<(y + 1) * size.width])
      }
      return values
    }
    let shape = [inputs.count, 1, mapSize.height, mapSize.width]
    return inside.and(values.withUnsafeBytes { TorchTensor(bytes: $0, shape) }.on(device).greater(0))
  }

  private static func features(_ values: [Float], _ size: ImageSize, count: Int) -> [Features] {
    let width = 3 + Features.descriptorLength
    let length = (values.count - count) / count
    return (0..<count).map { index in
      let rows = stride(from: index * length, to: (index + 1) * length, by: width).prefix { values[$0 + 2] > 0 }
      return Features(
        imageSize: size, keypoints: rows.map { Point(x: Double(values[$0]), y: Double(values[$0 + 1])) },
        scores: rows.map { values[$0 + 2] }, descriptors: rows.flatMap { values[$0 + 3..<$0 + width] })
    }
  }
}
