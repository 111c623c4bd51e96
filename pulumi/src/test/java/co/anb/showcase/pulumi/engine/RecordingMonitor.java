package co.anb.showcase.pulumi.engine;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import pulumirpc.Resource.RegisterPackageRequest;
import pulumirpc.Resource.RegisterPackageResponse;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;
import pulumirpc.Resource.ResourceInvokeRequest;
import pulumirpc.Resource.ResourceInvokeResponse;
import pulumirpc.Resource.SupportsFeatureRequest;
import pulumirpc.Resource.SupportsFeatureResponse;
import pulumirpc.ResourceMonitorGrpc;

/** Keeps what is registered; answers with the inputs, an id, and what AWS would compute. Refuses a URN's second use. */
final class RecordingMonitor extends ResourceMonitorGrpc.ResourceMonitorImplBase {

    private static final String STACK_TYPE = "pulumi:pulumi:Stack";

    final SortedMap<String, Declared> resources = new ConcurrentSkipListMap<>();
    final SortedMap<String, Value> outputs = new ConcurrentSkipListMap<>();
    private final String stack;
    private final boolean dryRun;

    RecordingMonitor(String stack, boolean dryRun) {
        this.stack = stack;
        this.dryRun = dryRun;
    }

    @Override
    public void supportsFeature(SupportsFeatureRequest request, StreamObserver<SupportsFeatureResponse> answer) {
        boolean has = request.getId().equals("secrets") || request.getId().equals("aliasSpecs");
        reply(answer, SupportsFeatureResponse.newBuilder().setHasSupport(has).build());
    }

    @Override
    public void registerPackage(RegisterPackageRequest request, StreamObserver<RegisterPackageResponse> answer) {
        reply(answer, RegisterPackageResponse.newBuilder().setRef("package").build());
    }

    @Override
    public void registerResource(RegisterResourceRequest request, StreamObserver<RegisterResourceResponse> answer) {
        String urn = urn(request);
        if (resources.putIfAbsent(urn, new Declared(urn, request)) != null) {
            answer.onError(Status.ALREADY_EXISTS
                    .withDescription("Duplicate resource URN " + urn)
                    .asException());
            return;
        }
        RegisterResourceResponse.Builder response =
                RegisterResourceResponse.newBuilder().setUrn(urn);
        if (request.getCustom() && !dryRun) {
            response.setId(request.getName() + "-id").setObject(computed(request));
        } else {
            response.setObject(request.getObject());
        }
        reply(answer, response.build());
    }

    @Override
    public void registerResourceOutputs(RegisterResourceOutputsRequest request, StreamObserver<Empty> answer) {
        if (request.getUrn().contains(STACK_TYPE)) {
            outputs.putAll(request.getOutputs().getFieldsMap());
        }
        reply(answer, Empty.getDefaultInstance());
    }

    @Override
    public void invoke(ResourceInvokeRequest request, StreamObserver<ResourceInvokeResponse> answer) {
        Value name = request.getArgs().getFieldsOrDefault("name", text(""));
        Value value = text("[" + name.getStringValue() + "]");
        Struct parameter = Struct.newBuilder()
                .putFields("insecureValue", value)
                .putFields("value", value)
                .putFields("name", name)
                .putFields("arn", text("arn"))
                .putFields("type", text("String"))
                .putFields("id", text("id"))
                .putFields("version", Value.newBuilder().setNumberValue(1).build())
                .build();
        reply(answer, ResourceInvokeResponse.newBuilder().setReturn(parameter).build());
    }

    private String urn(RegisterResourceRequest request) {
        String parent = request.getParent().isEmpty() ? "" : request.getParent().split("::", -1)[2];
        String chain = parent.isEmpty() || parent.equals(STACK_TYPE) ? "" : parent + "$";
        return "urn:pulumi:" + stack + "::anb::" + chain + request.getType() + "::" + request.getName();
    }

    private static Struct computed(RegisterResourceRequest request) {
        Struct.Builder state = Struct.newBuilder(request.getObject());
        String name = request.getName();
        String arn =
                request.getType().contains("s3/bucketV2") ? "arn:aws:s3:::" : Declared.MADE_UP_ARN + "000000000000:";
        absent(state, "arn", arn + name);
        absent(state, "arnSuffix", "suffix/" + name);
        absent(state, "bucket", name);
        absent(state, "name", name + "-name");
        absent(state, "dnsName", name + ".elb.amazonaws.com");
        absent(state, "endpoint", name + ".rds.amazonaws.com:5432");
        absent(state, "privateIp", "10.0.1.10");
        absent(state, "zoneId", name + "-zone");
        absent(state, "allocationId", name + "-allocation");
        if (request.getType().endsWith(":LaunchTemplate")) {
            state.putFields(
                    "latestVersion", Value.newBuilder().setNumberValue(7).build());
        }
        return state.build();
    }

    private static void absent(Struct.Builder state, String key, String value) {
        if (!state.containsFields(key)) {
            state.putFields(key, text(value));
        }
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }

    private static <T> void reply(StreamObserver<T> answer, T value) {
        answer.onNext(value);
        answer.onCompleted();
    }
}
