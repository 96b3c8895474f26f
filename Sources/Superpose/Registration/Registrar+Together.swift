package import SuperposeImaging
package import SuperposeMatching

/// Several images and pairs at a time, for devices that gain by it.
extension Registrar {
  /// How many pairs are best registered at a time: one where the networks gain nothing by more.
  package var pairsAtATime: Int { detector.pairsAtATime }

  /// The device of libtorch's that the networks run on, in one line; nil on OpenVINO's.
  package var torchDevice: String? { detector.torchDevice }

  /// What SuperPoint says of several images, see `describe(_:participation:)`.
  /// - Returns: The description of each; nil for one of which nothing takes part.
  /// - Throws: What the runtime says.
  package func describe(
    _ images: [(image: Image, participation: Participation)]
  ) throws -> [DescribedImage?] {
    let start = ContinuousClock.now
    let pictures = images.map {
      try? detector.picture(of: LoadedImage($0.image), $0.participation, name: "given")
    }
    var spent = Timings()
    spent.complete(.resize, since: start)
    let share = spent / max(1, images.count)
    var described = try detector.describe(pictures.compactMap { $0 })[...]
    return pictures.map { picture in
      guard picture != nil, var image = described.popFirst() else { return nil }
      image.timings += share
      return image
    }
  }

  /// SuperGlue's matches of several pairs.
  /// - Throws: What the runtime says, also of loading SuperGlue.
  package func firstLooks(_ pairs: [(DescribedImage, DescribedImage)]) throws -> [Matches] {
    try superGlue(pairs.map { ($0.0.features, $0.1.features) })
  }
}
