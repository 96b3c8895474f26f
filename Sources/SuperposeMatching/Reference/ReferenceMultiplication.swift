/// The product of matrices in plain code: the specification of `superpose_multiply`.
enum ReferenceMultiplication {
  /// Returns `a [rows, inner] · b [inner, columns]`, where each row of a begins `stride` values behind the one before.
  static func product(
    _ a: [Float], stride: Int, _ b: [Float], rows: Int, inner: Int, columns: Int
  ) -> [Float] {
    (0..<rows * columns).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      return (0..<inner).reduce(0) { $0 + a[row * stride + $1] * b[$1 * columns + column] }
    }
  }
}
