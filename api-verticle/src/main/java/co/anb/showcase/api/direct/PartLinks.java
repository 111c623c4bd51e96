package co.anb.showcase.api.direct;

import java.net.URI;
import java.util.List;

/**
 * Where the parts of an upload go.
 *
 * @param session the upload
 * @param partBytes length of every part but the last
 * @param urls one a part, in order; each takes a PUT of exactly the part's length
 */
record PartLinks(UploadSession session, long partBytes, List<URI> urls) {}
