package co.anb.showcase.api;

import co.anb.showcase.api.direct.DirectUploads;
import co.anb.showcase.api.gallery.GalleryService;
import co.anb.showcase.api.job.JobService;
import co.anb.showcase.api.live.LiveService;
import co.anb.showcase.api.page.PageRoutes;
import co.anb.showcase.api.ranking.RankingService;
import co.anb.showcase.api.upload.UploadMetrics;
import co.anb.showcase.api.upload.UploadService;
import co.anb.showcase.api.video.VideoService;
import co.anb.showcase.api.vote.VoteService;
import co.anb.showcase.shared.http.OpenApiDocument;
import co.anb.showcase.shared.http.RequestMetrics;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.limit.RateLimit;
import co.anb.showcase.shared.observe.Health;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.observe.ManagementRoutes;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * What the process has once, whatever the number of verticle instances. Every member may be used by all event loops.
 *
 * @param config what it was made of
 * @param lifecycle whether the process is on its way out
 * @param auth knows callers
 * @param storage holds the objects
 * @param uploads the rules of uploading
 * @param uploadMetrics its meters
 * @param directUploads uploads that are announced first
 * @param uploadLimit how often one player may begin an upload
 * @param videos the rules of a player's videos
 * @param jobs what owners and operators see of jobs
 * @param gallery what the public sees
 * @param votes the rules of voting
 * @param voteLimit how often one user may try to vote or withdraw
 * @param ranking players by votes
 * @param live event streams
 * @param requests counts requests
 * @param health the checks
 * @param management what operators ask
 * @param document the contract
 * @param page the web page
 */
record ApiServices(
        ApiConfig config,
        Lifecycle lifecycle,
        BearerAuth auth,
        StoragePort storage,
        UploadService uploads,
        UploadMetrics uploadMetrics,
        DirectUploads directUploads,
        Handler<RoutingContext> uploadLimit,
        VideoService videos,
        JobService jobs,
        GalleryService gallery,
        VoteService votes,
        RateLimit<UserId> voteLimit,
        RankingService ranking,
        LiveService live,
        RequestMetrics requests,
        Health health,
        ManagementRoutes management,
        OpenApiDocument document,
        PageRoutes page) {}
