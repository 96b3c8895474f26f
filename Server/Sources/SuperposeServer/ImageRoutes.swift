import Foundation
import Hummingbird
import SuperposeFiles
import SuperposeServerCore

/// An image as answers have it.
struct ImageView: Encodable, Sendable {
  let id: String
  let name: String
  let width: Int
  let height: Int
  let bytes: Int
  let format: String

  init(_ image: StoredImage, name: String? = nil) {
    id = image.id
    self.name = name ?? image.name
    (width, height) = (image.width, image.height)
    bytes = image.byteCount
    format = image.format
  }
}

extension SuperposeService {
  var imageRoutes: [Route] {
    [
      Route(.post, "/v1/images") { request, _ in try await keepImage(request) },
      Route(.get, "/v1/images/:id") { _, context in try .json(ImageView(try await image(context))) },
      Route(.get, "/v1/images/:id/picture") { _, context in try await picture(.page, context) },
      Route(.get, "/v1/images/:id/thumbnail") { _, context in try await picture(.thumbnail, context) },
    ]
  }

  private func keepImage(_ request: Request) async throws -> Response {
    let limits = workplace.settings.limits
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.uploadBytes {
      throw Upload.tooLarge(limits.uploadBytes)
    }
    let name = ImageStore.name(request.uri.queryParameters["name"].map(String.init))
    let upload = Upload(path: workplace.folder.newUpload(), mostBytes: limits.uploadBytes)
    let body = request.body
    do { try await within(seconds: limits.uploadSeconds) { try await upload.receive(body) } } catch {
      upload.discard()
      throw error
    }
    let (image, isNew) = try await workplace.images.keep(upload.path, name: name)
    return try .json(
      ImageView(image, name: name), status: isNew ? .created : .ok, headers: [.location: "/v1/images/\(image.id)"])
  }

  private func picture(_ kind: Pictures.Kind, _ context: BasicRequestContext) async throws -> Response {
    let image = try await image(context)
    let path = try await workplace.pictures.path(kind, of: image)
    return try await .file(path, type: "image/jpeg", isForever: true, context)
  }

  /// The image that a path names.
  private func image(_ context: BasicRequestContext) async throws -> StoredImage {
    guard let id = context.parameters.get("id"), let image = try await workplace.images.image(id) else {
      throw Problem(.notFound, "there is no such image, or it is no longer kept")
    }
    return image
  }
}
