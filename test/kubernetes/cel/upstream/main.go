// Answers what Kubernetes' own CEL makes of expressions: one JSON question and one JSON answer per line.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sort"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/checker"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/model"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/version"
	apiservercel "k8s.io/apiserver/pkg/cel"
	celcommon "k8s.io/apiserver/pkg/cel/common"
	"k8s.io/apiserver/pkg/cel/environment"
	"k8s.io/apiserver/pkg/cel/library"
)

type question struct {
	Text   string          `json:"text"`
	Schema json.RawMessage `json:"schema"`
	Self   json.RawMessage `json:"self"`
	Old    json.RawMessage `json:"oldSelf"`
	Minor  uint            `json:"minor"`
}

type answer struct {
	Problem string  `json:"problem,omitempty"`
	Type    string  `json:"type,omitempty"`
	Cost    float64 `json:"cost"`
	Value   string  `json:"value,omitempty"`
	Error   string  `json:"error,omitempty"`
	Actual  uint64  `json:"actual"`
}

type sizes struct{ root *apiservercel.DeclType }

func (s *sizes) EstimateSize(node checker.AstNode) *checker.SizeEstimate {
	path := node.Path()
	if len(path) == 0 {
		return nil
	}
	at := s.root
	for _, step := range path[1:] {
		var next *apiservercel.DeclType
		switch step {
		case "@items", "@values":
			next = at.ElemType
		case "@keys":
			next = at.KeyType
		default:
			if field, found := at.Fields[step]; found {
				next = field.Type
			}
		}
		if next == nil {
			return nil
		}
		at = next
	}
	return &checker.SizeEstimate{Max: uint64(at.MaxElements)}
}

func (s *sizes) EstimateCallCost(function, overload string, target *checker.AstNode, args []checker.AstNode) *checker.CallEstimate {
	return nil
}

func main() {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(make([]byte, 1<<20), 1<<26)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for scanner.Scan() {
		var q question
		if err := json.Unmarshal(scanner.Bytes(), &q); err != nil {
			panic(err)
		}
		if err := out.Encode(ask(q)); err != nil {
			panic(err)
		}
	}
}

func ask(q question) answer {
	var v1 apiextensionsv1.JSONSchemaProps
	must(utiljson.Unmarshal(q.Schema, &v1))
	var internal apiextensions.JSONSchemaProps
	must(apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(&v1, &internal, nil))
	structural, err := schema.NewStructural(&internal)
	must(err)
	declared := model.SchemaDeclType(structural, true).MaybeAssignTypeName("selfType")
	set, err := environment.MustBaseEnvSet(version.MajorMinor(1, q.Minor-1)).Extend(environment.VersionedOptions{
		IntroducedVersion: version.MajorMinor(1, 0),
		EnvOptions: []cel.EnvOption{
			cel.Variable("self", declared.CelType()),
			cel.Variable("oldSelf", declared.CelType()),
		},
		DeclTypes: []*apiservercel.DeclType{declared},
	})
	must(err)
	env := set.NewExpressionsEnv()
	ast, issues := env.Compile(q.Text)
	if issues != nil {
		return answer{Problem: issues.String()}
	}
	estimator := &library.CostEstimator{SizeEstimator: &sizes{declared}}
	program, err := env.Program(ast, cel.CostLimit(1000000), cel.CostTracking(estimator))
	if err != nil {
		return answer{Problem: "program instantiation failed: " + err.Error()}
	}
	estimate, err := env.EstimateCost(ast, estimator)
	must(err)
	result := answer{Type: ast.OutputType().String(), Cost: float64(estimate.Max)}
	variables := map[string]any{}
	for name, raw := range map[string]json.RawMessage{"self": q.Self, "oldSelf": q.Old} {
		if raw != nil {
			var value any
			must(utiljson.Unmarshal(raw, &value))
			variables[name] = celcommon.UnstructuredToVal(value, &model.Structural{Structural: model.WithTypeAndObjectMeta(structural)})
		}
	}
	value, details, err := program.Eval(variables)
	if details != nil && details.ActualCost() != nil {
		result.Actual = *details.ActualCost()
	}
	if err != nil {
		result.Error = err.Error()
	} else {
		result.Value = text(value)
	}
	return result
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func text(value ref.Val) string {
	switch v := value.(type) {
	case types.Null:
		return "null"
	case types.Bool:
		return fmt.Sprint(bool(v))
	case types.Int:
		return fmt.Sprint(int64(v))
	case types.Uint:
		return fmt.Sprintf("%du", uint64(v))
	case types.Double:
		if f := float64(v); f == math.Trunc(f) && math.Abs(f) < 1e15 {
			return fmt.Sprintf("%.1f", f)
		}
		return fmt.Sprintf("%.12g", float64(v))
	case types.String:
		return quote(string(v))
	case types.Bytes:
		return fmt.Sprintf("b%x", []byte(v))
	case types.Timestamp, types.Duration:
		return value.Type().TypeName() + quote(string(value.ConvertToType(types.StringType).(types.String)))
	case *types.Optional:
		if !v.HasValue() {
			return "none"
		}
		return "optional(" + text(v.GetValue()) + ")"
	case traits.Lister:
		parts := []string{}
		for it := v.Iterator(); it.HasNext() == types.True; {
			parts = append(parts, text(it.Next()))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case traits.Mapper:
		parts := []string{}
		for it := v.Iterator(); it.HasNext() == types.True; {
			key := it.Next()
			if key == nil { // of a field that the schema does not know
				continue
			}
			parts = append(parts, text(key)+": "+text(v.Get(key)))
		}
		sort.Strings(parts)
		return "{" + strings.Join(parts, ", ") + "}"
	case *types.Type:
		return "type " + v.TypeName()
	case *types.Err:
		return "error"
	default:
		return value.Type().TypeName()
	}
}

func quote(s string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(s))
	return strings.TrimSuffix(out.String(), "\n")
}
