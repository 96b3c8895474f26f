import Superpose

/// Pictures at the size at which a method saw them, for the second pass; those of files used last are kept.
struct PictureSource {
  /// A sequence's images, and some.
  private static let capacity = 8

  let resize: ResizePolicy
  private var recent: [(path: String, picture: NetworkImage)] = []

  init(resize: ResizePolicy) { self.resize = resize }

  mutating func pictures(of pair: EvaluationPair) throws -> Pictures {
    Pictures(moving: try picture(pair.images.0), fixed: try picture(pair.images.1))
  }

  private mutating func picture(_ source: ImageSource) throws -> NetworkImage {
    if case .file(let path) = source, let known = recent.first(where: { $0.path == path }) { return known.picture }
    let image = try source.image()
    let picture = NetworkImage(image, size: resize.size(for: image.size))
    if case .file(let path) = source { recent = (recent + [(path, picture)]).suffix(Self.capacity) }
    return picture
  }
}
