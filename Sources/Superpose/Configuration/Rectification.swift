/// Whether images are matched a second time, after the moving one was warped to look like the fixed one.
///
/// The networks learned views that differ little in rotation, scale and perspective. A first transform, however rough, takes most of
/// the difference away; where there is none, quarter turns of the moving image are tried.
public enum Rectification: String, Codable, CaseIterable, Sendable {
  /// Where the first look leaves room: see ``RectificationLimits``.
  case auto
  /// Always where there is a transform to start from; for comparisons.
  case always
  case off
}
