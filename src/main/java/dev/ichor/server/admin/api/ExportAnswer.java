package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/inventory/export}. */
@About("The files that declare this world.")
public record ExportAnswer(@About("By path.") List<FileBody> files) {
}
