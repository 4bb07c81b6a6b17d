// A stand-in for Oracle's Terraform provider. It has the schemas of the real provider (schemas.json names the version)
// and plans with Terraform's plugin SDK, as the real provider does, so it reports unknown arguments, wrong types and
// replacements. It calls no API: resources exist only in Terraform's state, and objects of a bucket in the folder
// STAND_IN_BUCKET.
package main

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/customdiff"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-plugin-sdk/v2/plugin"
)

//go:embed schemas.json
var schemas []byte

type element struct {
	Block map[string]field `json:"block"`
	Value *field           `json:"value"`
}

type field struct {
	Type            string   `json:"type"`
	Elem            *element `json:"elem"`
	Required        bool     `json:"required"`
	Optional        bool     `json:"optional"`
	Computed        bool     `json:"computed"`
	ForceNew        bool     `json:"forceNew"`
	Sensitive       bool     `json:"sensitive"`
	Default         any      `json:"default"`
	MinItems        int      `json:"minItems"`
	MaxItems        int      `json:"maxItems"`
	ConfigAttribute bool     `json:"configAttribute"`
	ConflictsWith   []string `json:"conflictsWith"`
}

type document struct {
	Provider    map[string]field            `json:"provider"`
	Resources   map[string]map[string]field `json:"resources"`
	DataSources map[string]map[string]field `json:"dataSources"`
}

var types = map[string]schema.ValueType{
	"bool": schema.TypeBool, "int": schema.TypeInt, "float": schema.TypeFloat, "string": schema.TypeString,
	"list": schema.TypeList, "map": schema.TypeMap, "set": schema.TypeSet,
}

func toSchema(one field) *schema.Schema {
	made := &schema.Schema{
		Type: types[one.Type], Required: one.Required, Optional: one.Optional, Computed: one.Computed, ForceNew: one.ForceNew,
		Sensitive: one.Sensitive, Default: one.Default, MinItems: one.MinItems, MaxItems: one.MaxItems, ConflictsWith: one.ConflictsWith,
	}
	if one.ConfigAttribute {
		made.ConfigMode = schema.SchemaConfigModeAttr
	}
	if number, ok := one.Default.(float64); ok && made.Type == schema.TypeInt {
		made.Default = int(number)
	}
	if one.Elem != nil && one.Elem.Value != nil {
		made.Elem = toSchema(*one.Elem.Value)
	} else if one.Elem != nil {
		made.Elem = &schema.Resource{Schema: toSchemas(one.Elem.Block)}
	}
	return made
}

func toSchemas(fields map[string]field) map[string]*schema.Schema {
	made := map[string]*schema.Schema{}
	for name, one := range fields {
		made[name] = toSchema(one)
	}
	return made
}

// The home region of the tenancy, the only one in which the API accepts changes of permissions.
const homeRegion = "eu-frankfurt-1"

// Returns the API's answers that the Terraform files use. Each resource has its own OCID, and each address its own last
// number.
func answers(kind string, id string, data *schema.ResourceData) map[string]any {
	number := int(id[len(id)-1])
	switch kind {
	case "oci_core_instance":
		return map[string]any{"private_ip": fmt.Sprintf("10.20.2.%d", number)}
	case "oci_core_public_ip":
		// The load balancer's address always differs from those of the VMs.
		if data.Get("display_name") == "first-room-load-balancer" {
			number += 100
		}
		return map[string]any{"ip_address": fmt.Sprintf("203.0.113.%d", number)}
	case "oci_objectstorage_preauthrequest":
		return map[string]any{
			"access_uri": "/p/stand-in/" + data.Get("object_name").(string),
			"full_path":  os.Getenv("STAND_IN_BUCKET_URL") + "/p/stand-in/" + data.Get("object_name").(string),
		}
	case "oci_identity_availability_domains":
		return map[string]any{"availability_domains": []any{map[string]any{"name": or("STAND_IN_AVAILABILITY_DOMAIN", "AD-1")}}}
	case "oci_core_images":
		images := []any{}
		if image := or("STAND_IN_IMAGE", "ocid1.image.oc1..first"); image != "none" {
			images = append(images, map[string]any{"id": image})
		}
		return map[string]any{"images": images}
	case "oci_core_vnic_attachments":
		return map[string]any{"vnic_attachments": []any{map[string]any{"vnic_id": "ocid1.vnic.oc1.." + tail(data.Get("instance_id"))}}}
	case "oci_core_private_ips":
		return map[string]any{"private_ips": []any{map[string]any{"id": "ocid1.privateip.oc1.." + tail(data.Get("vnic_id"))}}}
	case "oci_identity_region_subscriptions":
		return map[string]any{"region_subscriptions": []any{
			map[string]any{"region_key": "NRT", "region_name": "ap-tokyo-1", "is_home_region": false},
			map[string]any{"region_key": "FRA", "region_name": homeRegion, "is_home_region": true},
		}}
	case "oci_objectstorage_namespace":
		return map[string]any{"namespace": "stand-in"}
	}
	return nil
}

func tail(ocid any) string {
	parts := strings.Split(fmt.Sprint(ocid), ".")
	return parts[len(parts)-1]
}

func or(name string, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// An OCID contains the resource's name without the service, as in ocid1.instance and ocid1.certificate.
var services = regexp.MustCompile("^oci_(core|identity|objectstorage|load_balancer|certificates_management)_")

func newId(kind string) string {
	bytes := make([]byte, 12)
	if _, err := rand.Read(bytes); err != nil {
		panic(err)
	}
	return "ocid1." + strings.ReplaceAll(services.ReplaceAllString(kind, ""), "_", "") + ".oc1.." + hex.EncodeToString(bytes)
}

func fill(kind string, fields map[string]field, isData bool) func(context.Context, *schema.ResourceData, any) diag.Diagnostics {
	return func(_ context.Context, data *schema.ResourceData, region any) diag.Diagnostics {
		if strings.HasPrefix(kind, "oci_identity_") && !isData && region != homeRegion {
			return diag.Errorf("NotAllowed: please go to your home region %s", homeRegion)
		}
		data.SetId(newId(kind))
		for name, one := range fields {
			// The API returns tags, address ranges and the like. The SDK takes an empty collection for a value that is not known
			// yet.
			var value any = map[string]any{"stand-in": "true"}
			if one.Type != "map" {
				value = []any{"stand-in"}
			}
			isPlain := one.Type == "map" || ((one.Type == "list" || one.Type == "set") && one.Elem.Value != nil && one.Elem.Value.Type == "string")
			if _, isSet := data.GetOk(name); isPlain && one.Computed && !isSet {
				if err := data.Set(name, value); err != nil {
					return diag.FromErr(err)
				}
			}
		}
		for name, value := range answers(kind, data.Id(), data) {
			if err := data.Set(name, value); err != nil {
				return diag.FromErr(err)
			}
		}
		if kind == "oci_objectstorage_object" {
			return object(data, isData)
		}
		return nil
	}
}

// Objects of the bucket are the only resources that exist outside Terraform's state: a VM of a test reads them, and
// writes its own ones.
func object(data *schema.ResourceData, isData bool) diag.Diagnostics {
	folder := os.Getenv("STAND_IN_BUCKET")
	if folder == "" {
		return nil
	}
	file := filepath.Join(folder, filepath.Base(data.Get("object").(string)))
	if isData {
		content, err := os.ReadFile(file)
		if err != nil {
			return diag.FromErr(err)
		}
		return diag.FromErr(data.Set("content", string(content)))
	}
	content := []byte(data.Get("content").(string))
	if source := data.Get("source").(string); source != "" {
		read, err := os.ReadFile(source)
		if err != nil {
			return diag.FromErr(err)
		}
		content = read
	}
	return diag.FromErr(os.WriteFile(file, content, 0o644))
}

func nothing(context.Context, *schema.ResourceData, any) diag.Diagnostics { return nil }

func main() {
	var known document
	if err := json.Unmarshal(schemas, &known); err != nil {
		panic(err)
	}
	provider := &schema.Provider{Schema: toSchemas(known.Provider), ResourcesMap: map[string]*schema.Resource{}, DataSourcesMap: map[string]*schema.Resource{}}
	provider.ConfigureContextFunc = func(_ context.Context, data *schema.ResourceData) (any, diag.Diagnostics) {
		return data.Get("region"), nil
	}
	for kind, fields := range known.Resources {
		made := &schema.Resource{Schema: toSchemas(fields), CreateContext: fill(kind, fields, false), ReadContext: nothing, DeleteContext: nothing}
		for _, one := range fields {
			if !one.ForceNew && (one.Required || one.Optional) {
				// The SDK refuses an update function if every change is a replacement.
				made.UpdateContext = nothing
			}
		}
		provider.ResourcesMap[kind] = made
	}
	for kind, fields := range known.DataSources {
		provider.DataSourcesMap[kind] = &schema.Resource{Schema: toSchemas(fields), ReadContext: fill(kind, fields, true)}
	}
	// The real provider has this rule in code, not in the schema: internal/service/core/core_instance_resource.go.
	provider.ResourcesMap["oci_core_instance"].CustomizeDiff = customdiff.ForceNewIfChange("metadata", func(_ context.Context, old, new, _ any) bool {
		before, after := old.(map[string]any), new.(map[string]any)
		return before["ssh_authorized_keys"] != after["ssh_authorized_keys"] || before["user_data"] != after["user_data"]
	})
	plugin.Serve(&plugin.ServeOpts{ProviderAddr: "registry.terraform.io/oracle/oci", ProviderFunc: func() *schema.Provider { return provider }})
}
