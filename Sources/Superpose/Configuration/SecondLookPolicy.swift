/// Whether images are matched again after one was warped to look like the other.
///
/// The networks learned views that differ little in rotation, scale and perspective. A first transform, however rough,
/// takes most of the difference away; where there is none, quarter turns and halved sizes are tried.
public enum SecondLookPolicy: String, Codable, CaseIterable, Sendable {
  /// Where the first look leaves room: few matches agree, or on views that differ much.
  case auto
  /// Always where there is a transform to start from; for comparisons.
  case always
  case off
}
